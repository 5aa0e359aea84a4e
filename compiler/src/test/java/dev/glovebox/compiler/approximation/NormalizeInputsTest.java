package dev.glovebox.compiler.approximation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.compiler.Golden;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.ir.tensor.TensorInterpreter;
import dev.glovebox.compiler.ir.tensor.TensorProgram;
import dev.glovebox.compiler.ir.text.IrParser;
import dev.glovebox.dsl.Outside;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import dev.glovebox.runtime.circuit.CircuitSignature.Parameter;
import dev.glovebox.runtime.circuit.DataType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizeInputsTest {
    private static CircuitSignature signature(double... minMax) {
        List<ElementRange> ranges = java.util.stream.IntStream.range(0, minMax.length / 2)
                .mapToObj(i -> new ElementRange("x[" + i + "]", minMax[2 * i], minMax[2 * i + 1], Outside.REFUSE))
                .toList();
        Parameter x = new Parameter("x", new DataType.Vector(ranges.size()), ranges);
        return new CircuitSignature("Model", "predict", List.of(x), new DataType.Vector(2));
    }

    private static TensorProgram logistic() {
        return IrParser.parseTensor(Golden.read(NormalizeInputsTest.class, "logistic.in"));
    }

    @Test
    void logisticRegression() {
        TensorProgram normalized = new NormalizeInputs(signature(1, 3, 0, 8, 5, 5)).apply(logistic());
        Golden.check(NormalizeInputsTest.class, "logistic", normalized);
    }

    @Test
    void anInputWithoutRangeIsReported() {
        CompilationException e = catchThrowableOfType(
                CompilationException.class,
                () -> new NormalizeInputs(signature(1, 3, 0, Double.POSITIVE_INFINITY, 5, 5)).apply(logistic()));
        assertThat(e.diagnostics().getFirst().text())
                .isEqualTo(
                        "GBC201: the encrypted x[1] has no declared range; expected a finite min and max. Give @Encrypted of"
                                + " x min and max.");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void randomProgramsKeepTheirMeaning(long seed) {
        Random random = new Random(seed);
        RandomPrograms model = RandomPrograms.of(random);
        TensorProgram normalized = new NormalizeInputs(model.signature()).apply(model.program());
        for (int i = 0; i < 20; i++) {
            double[] input = model.input(random, i);
            double[] expected = new TensorInterpreter(model.program()).evaluate(input);
            double[] found = new TensorInterpreter(normalized).evaluate(model.normalized(input));
            for (int r = 0; r < expected.length; r++) {
                assertThat(found[r]).isCloseTo(expected[r], within(1e-9 * (1 + Math.abs(expected[r]))));
            }
        }
    }
}
