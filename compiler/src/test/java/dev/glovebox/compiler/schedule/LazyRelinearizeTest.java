package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class LazyRelinearizeTest {

    @ParameterizedTest
    @FieldSource("dev.glovebox.compiler.schedule.SlotPrograms#ALL")
    void placesRelinearizationsAfterLazyRescaling(SlotProgram program) {
        SlotProgram rescaled = new LazyRescale().apply(new Prune().apply(program));
        Golden.check(LazyRelinearizeTest.class, program.name(), new LazyRelinearize().apply(rescaled));
    }

    @ParameterizedTest
    @FieldSource("dev.glovebox.compiler.schedule.SlotPrograms#ALL")
    void placesRelinearizationsAfterEagerRescaling(SlotProgram program) {
        SlotProgram rescaled = new EagerRescale().apply(new Prune().apply(program));
        Golden.check(LazyRelinearizeTest.class, program.name() + "Eager", new LazyRelinearize().apply(rescaled));
    }
}
