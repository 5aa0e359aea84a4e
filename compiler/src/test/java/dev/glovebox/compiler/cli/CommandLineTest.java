package dev.glovebox.compiler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.report.ReportFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every command, as a user types it. */
class CommandLineTest {
    private static final String MODEL = SampleModel.class.getName();
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

    @TempDir
    Path folder;

    /** What a command printed, and its exit status. */
    private record Run(int status, String out, String err) {}

    private static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = GloveboxCommand.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Run(status, out.toString(), err.toString());
    }

    private static String succeed(String... arguments) {
        Run run = run(arguments);
        assertThat(run.status()).as(run.err()).isZero();
        return run.out();
    }

    @Test
    void compileWritesTheFilesOfTheCircuit() throws IOException {
        String out = succeed("compile", MODEL, "-d", folder.toString());
        assertThat(out).contains(MODEL + ".score: ");
        Path resources = folder.resolve("META-INF/glovebox/" + MODEL + "/score");
        assertThat(resources.resolve("client.json")).exists();
        assertThat(resources.resolve("circuit.gbx")).exists();
        assertThat(folder.resolve(MODEL.replace('.', '/') + "$$score.class")).exists();
    }

    @ParameterizedTest
    @CsvSource({
        "lifted, tensor",
        "ranged, tensor",
        "approximated, tensor",
        "folded, tensor",
        "slot, slot",
        "tidied, slot",
        "rescaled, slot",
        "relinearized, slot",
        "circuit, circuit",
    })
    void everyStageIsPrinted(String stage, String keyword) {
        assertThat(succeed("print", MODEL + ".score", "--stage", stage))
                .startsWith(keyword)
                .contains("SampleModel.score");
    }

    @Test
    void aPrintedCircuitCanBeEditedAndRun() throws IOException {
        String text = succeed("print", MODEL);
        Path file = folder.resolve("circuit.gbx");
        Files.writeString(file, text);
        assertThat(succeed("print", file.toString())).isEqualTo(text);

        String before = succeed("simulate", file.toString(), "--samples", "2");
        assertThat(before).contains("SampleModel.score: 2 samples, noise ");
        assertThat(succeed("cost", file.toString())).contains("SampleModel.score: ring 2^", "Relinearize");
        assertThat(succeed("cost", file.toString(), "--run", "--samples", "2"))
                .containsPattern("measured with .* ([89]|[1-9][0-9])\\.[0-9] bits on 2 samples");
        succeed("report", file.toString(), "--run", "--samples", "2", "-d", folder.toString());
        assertThat(JsonMapper.shared()
                        .readTree(Files.readString(folder.resolve("SampleModel.score.json")))
                        .get("measured")
                        .get("errorBits")
                        .asDouble())
                .isGreaterThan(8);

        Matcher scalar =
                Pattern.compile("(multiplyScalar %\\d+, )(-?[0-9.E-]+)").matcher(text);
        assertThat(scalar.find()).isTrue();
        Files.writeString(file, scalar.replaceFirst("$10.125"));
        assertThat(succeed("simulate", file.toString(), "--samples", "2")).isNotEqualTo(before);

        Files.writeString(file, text.replaceFirst("= rescale ", "= negate "));
        Run wrong = run("cost", file.toString());
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.err()).contains("breaks a rule of circuits: %", "needs the type ");
    }

    @Test
    void circuitsWithPublicInputsRunAsModelsAndAsText() throws IOException {
        String model = "dev.glovebox.compiler.cost.AcceptanceModels$PublicWeights";
        String bits = "measured with .* [1-9][0-9]\\.[0-9] bits on 2 samples";
        assertThat(succeed("cost", model, "--run", "--samples", "2", "--warm-up", "1"))
                .containsPattern(bits);
        Path file = folder.resolve("circuit.gbx");
        Files.writeString(file, succeed("print", model));
        assertThat(succeed("cost", file.toString(), "--run", "--samples", "2", "--warm-up", "1"))
                .containsPattern(bits);
    }

    @Test
    void simulationStandsBesideTheModel() throws IOException {
        Path data = folder.resolve("rows.csv");
        Files.writeString(data, "a,b,c,d\n0.5,0.25,-1,1\n1,1,1,1\n0,0,0,0\n");
        String out = succeed("simulate", MODEL, "--data", data.toString(), "--samples", "2");
        double z = 0.5 * 0.5 - 0.25 + 0.25 * -1;
        assertThat(out).contains(String.format(java.util.Locale.ROOT, "clear [%.6g]", 1 / (1 + Math.exp(-z))));
        assertThat(out).contains("2 samples, approximation error ").contains("8 asked");
    }

    @Test
    void wholeFilesAreSimulatedUnlessTold() throws IOException {
        Path data = folder.resolve("rows.csv");
        Files.writeString(data, "0.5,0.25,-1,1\n".repeat(50));
        assertThat(succeed("simulate", MODEL, "--quiet", "--data", data.toString()))
                .contains("50 samples, approximation error ");
    }

    @Test
    void aReportIsOnePageWithItsData() throws IOException {
        succeed("report", MODEL, "-d", folder.toString(), "--run", "--samples", "2", "--warm-up", "0");
        String html = Files.readString(folder.resolve("SampleModel.score.html"));
        JsonNode facts = JsonMapper.shared().readTree(Files.readString(folder.resolve("SampleModel.score.json")));

        assertThat(html.replace("\"http://www.w3.org/2000/svg\"", ""))
                .doesNotContain("http:", "https:", "src=", "url(", "@DATA@", "@STYLE@", "@CHARTS@", "@SCRIPT@");
        assertThat(data(html)).isEqualTo(facts);
        assertThat(facts.get("steps").size()).isPositive();
        assertThat(facts.get("totals").get("predictedSeconds").asDouble()).isPositive();
        assertThat(facts.get("approximations").size()).isPositive();
        assertThat(facts.get("measured").get("errorBits").asDouble()).isGreaterThan(8);
        double variance = 0;
        for (JsonNode line : facts.get("lines")) {
            variance += Math.pow(line.get("noise").asDouble(), 2);
        }
        JsonNode precision = facts.get("precision");
        assertThat(Math.sqrt(variance))
                .isBetween(
                        precision.get("noise").asDouble() / 2,
                        precision.get("noise").asDouble() * 1.001);
        assertThat(precision.get("worstApproximationError").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(precision.get("approximationError").asDouble());
        assertThat(sum(facts.get("lines"))).isCloseTo(sum(facts.get("steps")), Offset.offset(1e-9));
    }

    private static double sum(JsonNode parts) {
        double seconds = 0;
        for (JsonNode part : parts) {
            seconds += part.get("seconds").asDouble();
        }
        return seconds;
    }

    private static JsonNode data(String html) {
        Matcher data = DATA.matcher(html);
        assertThat(data.find()).isTrue();
        return JsonMapper.shared().readTree(data.group(1));
    }

    @Test
    void dataCannotEndTheScriptItIsIn() {
        String page = ReportFiles.page("explore.js", List.of("</script><!--"));
        assertThat(data(page).get(0).asString()).isEqualTo("</script><!--");
    }

    @Test
    void explorationTriesEveryCombination() throws IOException {
        String out = succeed(
                "explore",
                MODEL,
                "--rescales",
                "eager,lazy",
                "--precisions",
                "6,10",
                "--rings",
                "13,14",
                "--samples",
                "2",
                "-d",
                folder.toString());
        assertThat(out).contains("8/8 ");
        List<String> csv = Files.readAllLines(folder.resolve("explore.csv"));
        assertThat(csv).hasSize(9);
        assertThat(csv).anyMatch(row -> row.startsWith("LATENCY,eager,minimum,minimax,6,") && row.contains(",14,"));
        JsonNode points = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("explore.json")))
                .get("points");
        for (JsonNode point : points) {
            if (point.get("failure").isNull()) {
                assertThat(point.get("simulatedBits").asDouble())
                        .isGreaterThan(point.get("precisionBits").asInt());
                assertThat(point.get("logModulus").asDouble())
                        .isLessThanOrEqualTo(point.get("maxLogModulus").asDouble());
            }
        }
        assertThat(data(Files.readString(folder.resolve("explore.html"))).get("points"))
                .isEqualTo(points);

        String command = points.get(7).get("command").asString();
        String[] again = command.substring("glovebox ".length()).split(" ");
        assertThat(again).contains("--samples", "--rings", "--precisions");
        succeed(again);
        JsonNode same = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("point-8/explore.json")))
                .get("points")
                .get(0);
        assertThat(same.get("command").asString()).isEqualTo(command.replace("point-8", "point-8/point-1"));
        ((ObjectNode) same).set("command", points.get(7).get("command"));
        assertThat(same).isEqualTo(points.get(7));
    }

    @Test
    void anImpossiblePointIsToldNotThrown() throws IOException {
        succeed("explore", MODEL, "--rings", "11", "--samples", "1", "-d", folder.toString());
        assertThat(Files.readString(folder.resolve("explore.csv"))).contains("GBC");
    }

    @Test
    void mistakesAreTold() throws IOException {
        Run unknown = run("cost", "com.example.Nothing");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).contains("no circuit method was found for 'com.example.Nothing'; expected");

        Path text = folder.resolve("broken.gbx");
        Files.writeString(text, "circuit nonsense");
        Run broken = run("print", text.toString());
        assertThat(broken.status()).isEqualTo(1);
        assertThat(broken.err()).contains("not a circuit: line 1, column");

        assertThat(run("print", folder.resolve("missing.gbx").toString()).err()).contains("there is no file");
        Run table = run("cost", MODEL, "--costs", "no-such-table");
        assertThat(table.status()).isEqualTo(1);
        assertThat(table.err()).startsWith("no cost table 'no-such-table'").doesNotContain("\tat ");
        assertThat(run("print").status()).isEqualTo(2);
        assertThat(run("--help").out())
                .contains("compile", "print", "simulate", "cost", "explore", "report", "calibrate");
    }
}
