package dev.glovebox.compiler.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.cost.AcceptanceCosts.Compiled;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Predicted memory against what a run takes. */
class PredictedMemoryTest {
    static Stream<AcceptanceCosts.Program> programs() {
        List<String> names = List.of("dot-product", "sigmoid", "matrix-vector", "sobel", "logistic-regression");
        return AcceptanceCosts.PROGRAMS.stream().filter(p -> names.contains(p.name()));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void memoryIsAsPredicted(AcceptanceCosts.Program program) {
        Compiled compiled = AcceptanceCosts.compile(program, CompilerOptions.DEFAULT);
        Prediction predicted = compiled.predict(CostModel.of(CompilerOptions.DEFAULT.costs()));
        MeasuredMemory measured = MeasuredMemory.of(compiled);
        assertThat(predicted.keyBytes()).isEqualTo(measured.keyBytes());
        assertThat(predicted.constantBytes()).isCloseTo(measured.constantBytes(), Percentage.withPercentage(25));
        assertThat(predicted.poolBytes()).isCloseTo(measured.poolBytes(), Percentage.withPercentage(25));
    }
}
