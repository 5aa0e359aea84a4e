package dev.glovebox.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsTest {
    @Test
    void readsFiguresOfOtherLibraries(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("others.tsv");
        Files.writeString(
                file, "# measured today\nrotate\tDEPTH14_D3\tX\t2.5\nrotate\tDEPTH14_D4\tY\t2\nadd\tA_1P\tX\t1\n");
        Results results = new Results();
        results.compare(file);
        assertThat(results.notes()).containsExactly("measured today");
        assertThat(results.others(new Results.Row("SecureRotationBenchmark", "rotate", "DEPTH14_D3")))
                .isEqualTo(Map.of("X", 2500.0));
        assertThat(results.bestOther("rotate", "DEPTH14", "")).hasValue(Map.entry("Y", 2000.0));
        assertThat(results.bestOther("rotate", "DEPTH14", "X")).hasValue(Map.entry("X", 2500.0));
        assertThat(results.bestOther("rotate", "DEPTH19", "")).isEmpty();
    }

    @Test
    void keepsWhatEarlierRunsMeasured(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("results.tsv");
        new Results().load(file);
        String lines = "MachineBenchmark\tread\t\t\tµs\t4000.0\nKeySwitchBenchmark\trotate\tC_D3\tnative\tµs\t25.5\n"
                + "KeySwitchBenchmark\trotate\tC_D3\tnative\tB\t320.0\n";
        Files.writeString(file, lines);
        Results results = new Results();
        results.load(file);
        Results.Row rotation = new Results.Row("KeySwitchBenchmark", "rotate", "C_D3");
        assertThat(results.micros(rotation, "native")).hasValue(25.5);
        assertThat(results.allocated(rotation, "native")).hasValue(320);
        results.save(file);
        assertThat(file).hasContent(lines);
    }

    @ParameterizedTest
    @CsvSource({"0.01234, 0.0123", "1.004, 1.00", "12.34, 12.3", "123.4, 123", "12345, 12345"})
    void printsThreeSignificantDigits(double x, String text) {
        assertThat(Markdown.format(x)).isEqualTo(text);
    }
}
