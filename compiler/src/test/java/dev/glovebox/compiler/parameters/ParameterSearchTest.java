package dev.glovebox.compiler.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.ir.SourceLocation;
import dev.glovebox.compiler.ir.slot.SlotOp;
import dev.glovebox.compiler.ir.slot.SlotProgram;
import dev.glovebox.compiler.parameters.ParameterSearch.Choice;
import dev.glovebox.compiler.schedule.Schedule;
import dev.glovebox.compiler.schedule.Scheduler;
import dev.glovebox.dsl.Packing;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.Constants;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ParameterSearchTest {

    @ParameterizedTest
    @FieldSource("dev.glovebox.compiler.schedule.SlotPrograms#ALL")
    void isSecureAndPreciseEnough(SlotProgram program) {
        Schedule schedule = schedule(program);
        Choice choice = ParameterSearch.choose(schedule);
        assertThat(choice.parameters().isSecure()).isTrue();
        assertThat(choice.parameters().spec().insecure()).isFalse();
        assertThat(choice.parameters().maxLevel()).isEqualTo(schedule.depth());
        assertThat(choice.noise()).isLessThan(Math.scalb(1.0, -program.precisionBits() - 1));
    }

    @ParameterizedTest
    @CsvSource({"1, 12, 12", "3, 8, 13", "8, 12, 14", "14, 12, 15", "20, 12, 16"})
    void takesTheSmallestRing(int depth, int precisionBits, int logDegree) {
        Choice choice = ParameterSearch.choose(schedule(chain(depth, precisionBits)));
        assertThat(choice.parameters().logDegree()).isEqualTo(logDegree);
    }

    @Test
    void morePrecisionTakesALargerScale() {
        double coarse = ParameterSearch.choose(schedule(squares(4, 18, 1)))
                .parameters()
                .spec()
                .scaleBits();
        double fine = ParameterSearch.choose(schedule(squares(4, 24, 1)))
                .parameters()
                .spec()
                .scaleBits();
        assertThat(fine - coarse).isBetween(4.0, 8.0);
    }

    @Test
    void largeValuesTakeASecondPrimeAtLevelZero() {
        Choice choice = ParameterSearch.choose(schedule(squares(2, 12, 1 << 20)));
        assertThat(choice.parameters().spec().levelBits().getFirst()).hasSize(2);
    }

    /** Of all digits and of this ring and the next, nothing that reaches the precision costs less. */
    @ParameterizedTest
    @CsvSource({"3, 8", "8, 12", "14, 12"})
    void nothingElseCostsLess(int depth, int precisionBits) {
        Schedule schedule = schedule(chain(depth, precisionBits));
        Choice choice = ParameterSearch.choose(schedule);
        double cost = Objective.DEFAULT.cost(choice.parameters(), schedule, 1);
        int others = 0;
        for (int ring = choice.parameters().logDegree();
                ring <= choice.parameters().logDegree() + 1;
                ring++) {
            for (int digits = 1; digits <= depth + 1; digits++) {
                try {
                    Choice other = ParameterSearch.choose(
                            schedule,
                            Packing.LATENCY,
                            new Objective(
                                    Objective.DEFAULT.model(),
                                    Long.MAX_VALUE,
                                    new CompilerOptions.Forced(null, 0, ring, 0, digits)));
                    assertThat(Objective.DEFAULT.cost(other.parameters(), schedule, 1))
                            .as("ring 2^%d, %d digits", ring, digits)
                            .isGreaterThanOrEqualTo(cost * (1 - 1e-9));
                    others++;
                } catch (CompilationException e) {
                    assertThat(e.diagnostics().getFirst().code()).isEqualTo(Code.NO_SECURE_PARAMETERS);
                }
            }
        }
        assertThat(others).isPositive();
    }

    @Test
    void aBudgetOfKeyBytesIsKept() {
        Schedule schedule = schedule(chain(8, 12));
        long all = ParameterSearch.choose(schedule).evaluationKeyBytes();
        Choice frugal = ParameterSearch.choose(
                schedule,
                Packing.LATENCY,
                new Objective(Objective.DEFAULT.model(), all - 1, CompilerOptions.Forced.NONE));
        assertThat(frugal.evaluationKeyBytes()).isLessThan(all);
    }

    @Test
    void saysWhyThereAreNone() {
        assertThatExceptionOfType(CompilationException.class)
                .isThrownBy(() -> ParameterSearch.choose(schedule(squares(60, 12, 1))))
                .withMessageContaining("GBC401: depth 60 with 12 bits of precision on 1 slots")
                .withMessageContaining("2^16: log2(QP) at least 1860, secure up to 1747");
    }

    private static Schedule schedule(SlotProgram program) {
        return new Scheduler(CompilerOptions.DEFAULT).schedule(program);
    }

    /** x², (x²)², …: an input of magnitude 1, the last result as large as told. */
    private static SlotProgram squares(int depth, int precisionBits, double magnitude) {
        return chain(depth, precisionBits, magnitude, i -> new SlotOp.Multiply(i, i));
    }

    /** x times 0.9, again and again. */
    private static SlotProgram chain(int depth, int precisionBits) {
        return squares(depth, precisionBits, 1);
    }

    private static SlotProgram chain(int depth, int precisionBits, double magnitude, IntFunction<SlotOp> product) {
        List<SlotProgram.Node> nodes = new ArrayList<>();
        nodes.add(new SlotProgram.Node(new SlotOp.Input(0), 1, 1, SourceLocation.UNKNOWN));
        for (int i = 0; i < depth; i++) {
            nodes.add(
                    new SlotProgram.Node(product.apply(i), 1, i == depth - 1 ? magnitude : 1, SourceLocation.UNKNOWN));
        }
        return new SlotProgram(
                "squares",
                precisionBits,
                1,
                List.of(new SlotProgram.InputLayout(1, List.of(0))),
                nodes,
                List.of(depth),
                List.of(new ResultElement.InSlot(0, 0)),
                new Constants(List.of(), List.of()));
    }
}
