package dev.glovebox.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SelectionTest {
    @Test
    void choosesAmongTheSetsOfABenchmark() {
        Selection selection = Selection.of("--sets", "_D3|15");
        assertThat(selection.sets(KeySwitchBenchmark.class, "set")).containsExactly("B_D3", "C_D3", "D_D3");
        assertThat(selection.sets(NttBenchmark.class, "logDegree")).containsExactly("15");
        assertThat(selection.sets(ModelBenchmark.class, "set")).isEmpty();
    }

    @Test
    void measuresTwoBackendsOnOneThreadAndOnAllUnlessToldOtherwise() {
        assertThat(Selection.of().backends()).hasSizeBetween(1, 2);
        assertThat(Selection.of().threads()).containsExactly("1", "all");
        Selection selection = Selection.of("--backends", "java-scalar,java-vector", "--threads", "2");
        assertThat(selection.backends()).containsExactly("java-scalar", "java-vector");
        assertThat(selection.threads()).containsExactly("2");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Selection.of("--table", "Ntt"))
                .withMessageContaining("--tables");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Selection.of("--tables", "("))
                .withMessageContaining("regular expression");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Selection.of("--sets"))
                .withMessageContaining("needs a value");
    }
}
