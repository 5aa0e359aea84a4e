package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class LazyRescaleTest {

    @ParameterizedTest
    @FieldSource("dev.glovebox.compiler.schedule.SlotPrograms#ALL")
    void placesRescalings(SlotProgram program) {
        Golden.check(LazyRescaleTest.class, program.name(), new LazyRescale().apply(new Prune().apply(program)));
    }
}
