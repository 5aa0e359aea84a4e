package dev.glovebox.compiler.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.cost.CostTable.Fit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables that ship. */
class CostTableTest {
    private static final Set<Integer> RINGS = Set.of(12, 13, 14, 15, 16);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"native", "java-vector"})
    void everyOperationStandsInEveryRing(String backend) {
        CostTable table = CostTable.load(backend);
        assertThat(table.backend()).isEqualTo(backend);
        Set<Integer> threads = table.fits().stream().map(Fit::threads).collect(Collectors.toCollection(TreeSet::new));
        assertThat(threads).contains(1).hasSizeGreaterThan(1);
        for (int count : threads) {
            for (OperationKind kind : OperationKind.values()) {
                assertThat(table.fits().stream()
                                .filter(f -> f.threads() == count && f.operation() == kind)
                                .map(Fit::logDegree))
                        .as("%s on %d threads", kind, count)
                        .containsExactlyInAnyOrderElementsOf(RINGS);
            }
        }
        assertThat(table.overlaps().stream().map(CostTable.Ratio::logDegree))
                .containsExactlyInAnyOrderElementsOf(RINGS);
        for (int count : threads) {
            assertThat(table.companies().stream()
                            .filter(company -> company.threads() == count)
                            .map(CostTable.Ratio::logDegree))
                    .as("%d threads", count)
                    .containsExactlyInAnyOrderElementsOf(RINGS);
        }
    }

    /** Each table keeps how far its fits are from what they were fitted to. */
    @ParameterizedTest
    @ValueSource(strings = {"native", "java-vector"})
    void theFitReproducesItsPoints(String backend) {
        CostTable table = CostTable.load(backend);
        double mean = table.fits().stream().mapToDouble(Fit::error).average().orElse(1);
        assertThat(mean).as("mean of the greatest errors").isLessThan(0.2);
        assertThat(table.fits().stream().filter(f -> f.threads() == 1)).allMatch(f -> f.error() < 0.7);
    }

    @Test
    void theDefaultTableShips() {
        assertThat(CostTable.shipped(CompilerOptions.DEFAULT.costs())).isPresent();
    }

    @Test
    void aTableIsReadAsItWasWritten() throws IOException {
        CostTable table = CostTable.load("native");
        Path file = folder.resolve("mine.json");
        table.write(file);
        assertThat(CostTable.load(file.toString()).json()).isEqualTo(table.json());
        Files.writeString(file, "{}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CostTable.load(file.toString()))
                .withMessageContaining("no cost table '" + file + "'");
    }

    @Test
    void aTableThatIsCutOffIsRefused() throws IOException {
        byte[] json = CostTable.load("native").json().strip().getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("cut.json");
        for (int length = 0; length < json.length; length += 1 + length / 8) {
            Files.write(file, Arrays.copyOf(json, length));
            assertThatIllegalArgumentException()
                    .as("the first %d bytes", length)
                    .isThrownBy(() -> CostTable.load(file.toString()))
                    .withMessageContaining("no cost table '" + file + "'");
        }
    }
}
