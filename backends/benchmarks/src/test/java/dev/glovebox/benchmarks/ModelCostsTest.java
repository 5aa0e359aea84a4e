package dev.glovebox.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.CompilerOptions;
import dev.glovebox.compiler.cost.CostModel;
import dev.glovebox.compiler.ir.text.IrParser;
import dev.glovebox.compiler.report.Report.Totals;
import dev.glovebox.compiler.report.ReportBuilder;
import dev.glovebox.examples.credit.CreditEnsemble;
import dev.glovebox.examples.credit.CreditTree;
import dev.glovebox.examples.digits.LeNet;
import dev.glovebox.examples.digits.SquareNetwork;
import dev.glovebox.examples.health.TumorModel;
import dev.glovebox.examples.health.TumorNetwork;
import dev.glovebox.examples.health.TumorScreening;
import dev.glovebox.runtime.circuit.CircuitFiles;
import dev.glovebox.runtime.circuit.CircuitManifest;
import dev.glovebox.runtime.circuit.ManifestJson;
import dev.glovebox.runtime.ckks.CkksParameters;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What the examples' circuits cost, as the build made them, so that a change shows; and that the page of plans says so. {@code
 * -Dglovebox.golden.update=true} writes the golden file.
 */
class ModelCostsTest {
    private static final Path GOLDEN = Path.of("src/test/golden/ModelCostsTest/costs.txt");
    private static final Path PAGE = Path.of("../../docs/plans.md");
    private static final List<CircuitFiles> MODELS = List.of(
            new CircuitFiles(TumorModel.class.getName(), "malignancy"),
            new CircuitFiles(TumorScreening.class.getName(), "malignancy"),
            new CircuitFiles(TumorNetwork.class.getName(), "malignancy"),
            new CircuitFiles(CreditTree.class.getName(), "risk"),
            new CircuitFiles(CreditEnsemble.class.getName(), "logOdds"),
            new CircuitFiles(SquareNetwork.class.getName(), "scores"),
            new CircuitFiles(LeNet.class.getName(), "scores"));

    /** A model with its circuit's costs. */
    private record Costs(String name, CircuitManifest manifest, Totals totals) {
        static Costs of(CircuitFiles files) throws IOException {
            return new Costs(
                    files.model().substring(files.model().lastIndexOf('.') + 1),
                    ManifestJson.readCircuitManifest(resource(files.clientManifest())),
                    ReportBuilder.report(
                                    IrParser.parseCircuit(
                                            new String(resource(files.text("circuit")), StandardCharsets.UTF_8)),
                                    CostModel.of(CompilerOptions.DEFAULT.costs()),
                                    null)
                            .totals());
        }

        private String keyMegabytes() {
            return String.format(Locale.ROOT, "%.2f", manifest.summary().evaluationKeyBytes() / 1e6);
        }

        private String milliseconds() {
            return new BigDecimal(totals.predictedSeconds() * 1e3)
                    .round(new MathContext(3))
                    .toPlainString();
        }

        String line() {
            CkksParameters parameters = CkksParameters.of(manifest.parameters());
            return String.format(
                    Locale.ROOT,
                    "%-14s 2^%d limbs %2d+%d digits %d scale %2.0f depth %2d rotations %3d products %3d"
                            + " relinearizations %2d key MB %6s predicted ms %s samples %d",
                    name,
                    parameters.logDegree(),
                    parameters.limbs(parameters.maxLevel()),
                    parameters.specialBasis().size(),
                    manifest.parameters().digits(),
                    manifest.parameters().scaleBits(),
                    totals.depth(),
                    totals.rotations(),
                    totals.products(),
                    totals.operations().getOrDefault("relinearize", 0)
                            + totals.operations().getOrDefault("relinearizeRescale", 0),
                    keyMegabytes(),
                    milliseconds(),
                    manifest.samples());
        }

        String row() {
            return String.format(
                    Locale.ROOT,
                    "| `%s` | 2^%d | %d | %d | %s | %s | %d |",
                    name,
                    manifest.parameters().logDegree(),
                    totals.rotations(),
                    totals.depth(),
                    keyMegabytes(),
                    milliseconds(),
                    manifest.samples());
        }

        private static byte[] resource(String path) throws IOException {
            try (InputStream in = ModelCostsTest.class.getClassLoader().getResourceAsStream(path)) {
                return Objects.requireNonNull(in, path).readAllBytes();
            }
        }
    }

    @Test
    void costsAreAsTheyWereAndStandOnThePage() throws IOException {
        List<Costs> costs = new ArrayList<>();
        for (CircuitFiles files : MODELS) {
            costs.add(Costs.of(files));
        }
        List<String> lines = costs.stream().map(Costs::line).toList();
        if (Boolean.getBoolean("glovebox.golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.write(GOLDEN, lines);
        }
        assertThat(lines).isEqualTo(Files.readAllLines(GOLDEN));
        assertThat(Pattern.compile("(?m)^\\| `\\w+` \\| 2\\^.*$")
                        .matcher(Files.readString(PAGE))
                        .results())
                .map(MatchResult::group)
                .isEqualTo(costs.stream().map(Costs::row).toList());
    }
}
