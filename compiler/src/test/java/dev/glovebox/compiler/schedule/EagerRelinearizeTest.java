package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class EagerRelinearizeTest {

    @ParameterizedTest
    @FieldSource("dev.glovebox.compiler.schedule.SlotPrograms#ALL")
    void placesRelinearizationsAfterLazyRescaling(SlotProgram program) {
        SlotProgram rescaled = new LazyRescale().apply(new Prune().apply(program));
        Golden.check(EagerRelinearizeTest.class, program.name(), new EagerRelinearize().apply(rescaled));
    }

    @ParameterizedTest
    @FieldSource("dev.glovebox.compiler.schedule.SlotPrograms#ALL")
    void placesRelinearizationsAfterEagerRescaling(SlotProgram program) {
        SlotProgram rescaled = new EagerRescale().apply(new Prune().apply(program));
        Golden.check(EagerRelinearizeTest.class, program.name() + "Eager", new EagerRelinearize().apply(rescaled));
    }
}
