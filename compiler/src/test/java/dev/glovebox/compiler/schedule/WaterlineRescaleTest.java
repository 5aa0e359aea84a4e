package dev.glovebox.compiler.schedule;

import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class WaterlineRescaleTest {

    @ParameterizedTest
    @FieldSource("dev.glovebox.compiler.schedule.SlotPrograms#ALL")
    void placesRescalings(SlotProgram program) {
        Golden.check(
                WaterlineRescaleTest.class, program.name(), new WaterlineRescale().apply(new Prune().apply(program)));
    }
}
