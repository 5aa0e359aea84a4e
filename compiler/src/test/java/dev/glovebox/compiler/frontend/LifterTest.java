package dev.glovebox.compiler.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifterTest {
    private static final Lifter LIFTER = new Lifter(CompilerOptions.DEFAULT);

    /** Reads a resource, through a helper class. */
    static final class ResourceModel {
        private final double weight;

        ResourceModel() throws IOException {
            weight = Helper.weight();
        }

        @Circuit
        double f(@Encrypted(min = 0, max = 1) double x) {
            return weight * x;
        }
    }

    static final class Helper {
        static double weight() throws IOException {
            try (InputStream in = Helper.class.getResourceAsStream("weight.txt")) {
                return Double.parseDouble(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII));
            }
        }
    }

    /** Counts its instances, and would not survive initialisation with assertions. */
    static final class StatefulModel {
        static int instances;

        static {
            assert instances > 0;
        }

        private final int number = ++instances;

        @Circuit
        double f(@Encrypted(min = 0, max = 1) double x) {
            instances += 10;
            return x + number;
        }
    }

    @Test
    void recordsWhatItRead() throws Exception {
        LiftedModel lifted = LIFTER.lift(ResourceModel.class, "f");
        assertThat(new TensorInterpreter(lifted.program()).evaluate(new double[] {2}))
                .containsExactly(2.5);
        String folder = "dev/glovebox/compiler/frontend/";
        assertThat(lifted.sources().keySet())
                .containsExactly(
                        folder + "LifterTest$Helper.class",
                        folder + "LifterTest$ResourceModel.class",
                        folder + "LifterTest.class",
                        folder + "weight.txt");
        byte[] hash = java.security.MessageDigest.getInstance("SHA-256")
                .digest("1.25".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(lifted.sources())
                .containsEntry(folder + "weight.txt", HexFormat.of().formatHex(hash));
        assertThat(lifted.classFileMajor()).isEqualTo(69);
        assertThat(LIFTER.lift(ResourceModel.class, "f")).isEqualTo(lifted);
    }

    @Test
    void eachCircuitHasItsOwnState() {
        for (int i = 0; i < 2; i++) {
            LiftedModel lifted = LIFTER.lift(StatefulModel.class, "f");
            assertThat(new TensorInterpreter(lifted.program()).evaluate(new double[] {0}))
                    .containsExactly(1);
        }
    }

    /** Work, counted in graph nodes and entries, grows in proportion. */
    @Test
    void flatteningALongSumIsLinear() {
        assertThat(flatteningWork(20_000)).isLessThan(25 * flatteningWork(1000));
        assertThat(flatteningWork(1_000_000)).isLessThan(10_000_000);
    }

    /** Σ wᵢ·xᵢ by a loop, where every hundredth partial sum is also needed. */
    private static long flatteningWork(int length) {
        Trace trace = new Trace(dev.glovebox.compiler.ir.SourceLocation.UNKNOWN);
        Algebra algebra = new Algebra(trace);
        List<Symbol> inputs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Atom atom = new Atom.Input(i, trace.location(), 0, i, false);
            inputs.add(algebra.input(Form.of(atom), trace.location()));
        }
        Scalar sum = Scalar.of(0.5);
        List<Symbol> partial = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            sum = algebra.add(sum, algebra.multiply(inputs.get(i % 100), Scalar.of(1 + i % 7)));
            if (i % 100 == 99) {
                partial.add((Symbol) sum);
            }
        }
        Flattener flattener = new Flattener(Long.MAX_VALUE, at -> {
            throw new AssertionError(at);
        });
        partial.forEach(flattener::flatten);
        Form form = flattener.flatten((Symbol) sum);
        assertThat(form.size()).isEqualTo(100);
        assertThat(form.constant).isEqualTo(0.5);
        assertThat(Arrays.stream(form.coefficients).sum())
                .isCloseTo(
                        java.util.stream.IntStream.range(0, length)
                                .mapToDouble(i -> 1 + i % 7)
                                .sum(),
                        org.assertj.core.data.Offset.offset(1e-6));
        return flattener.visited();
    }

    @Test
    void aMillionAdditionsAndALongDotProduct() {
        LiftedModel sum = Fixture.of(
                        25,
                        "@Circuit double f(@Encrypted(min = -1, max = 1) double x) { double s = 0; for (int i = 0; i <"
                                + " 1_000_000; i++) s += x; return s; }")
                .lift();
        assertThat(new TensorInterpreter(sum.program()).evaluate(new double[] {0.5}))
                .containsExactly(500_000);
        LiftedModel dot = Fixture.of(
                        25,
                        "@Circuit double f(@Encrypted(shape = 16_000, min = -1, max = 1) double[] x) { double s = 0;"
                                + " for (int i = 0; i < x.length; i++) s += i * x[i]; return Math.tanh(s / 1e8); }")
                .lift();
        assertThat(dot.program().nodes()).hasSize(3);
    }
}
