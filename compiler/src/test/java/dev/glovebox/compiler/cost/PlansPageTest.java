package dev.glovebox.compiler.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of plans says what the golden files say. */
class PlansPageTest {
    private static final Path PAGE = Path.of("../docs/plans.md");
    private static final Path GOLDEN = Path.of("src/test/golden");
    private static final Pattern COSTS =
            Pattern.compile("(?m)^(\\S+) .* depth +(\\d+) rotations +(\\d+) .* key MB +([\\d.]+) predicted");
    private static final Pattern PLANS = Pattern.compile("(?m)^(.+): rotations (\\d+) .* depth (\\d+), ");

    private static Map<String, String> rows(Pattern row) throws IOException {
        return row.matcher(Files.readString(PAGE))
                .results()
                .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2), (a, b) -> a, TreeMap::new));
    }

    @Test
    void everyAcceptanceProgramStandsWithItsCosts() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        Matcher line = COSTS.matcher(Files.readString(GOLDEN.resolve("AcceptanceCostsTest/costs.txt")));
        while (line.find()) {
            expected.put(line.group(1), line.group(3) + " | " + line.group(2) + " | " + line.group(4));
        }
        assertThat(expected).hasSameSizeAs(AcceptanceCosts.PROGRAMS);
        assertThat(rows(Pattern.compile("(?m)^\\| `([^`]+)` \\| (\\d+ \\| \\d+ \\| \\d+\\.\\d+) \\|")))
                .isEqualTo(expected);
    }

    @Test
    void layoutsStandWithTheirPlans() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        Matcher line = PLANS.matcher(Files.readString(GOLDEN.resolve("PlansTest/plans.txt")));
        while (line.find()) {
            expected.put(line.group(1), line.group(2) + " | " + line.group(3));
        }
        Map<String, String> found = rows(Pattern.compile("(?m)^\\| `([^`]+)` \\| (\\d+ \\| \\d+) \\| (?!\\d+\\.\\d)"));
        assertThat(found).isNotEmpty();
        assertThat(expected).containsAllEntriesOf(found);
    }
}
