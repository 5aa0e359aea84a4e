package dev.glovebox.compiler.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the acceptance programs cost, so that a change shows. {@code -Dglovebox.golden.update=true} writes it. */
class AcceptanceCostsTest {
    private static final Path GOLDEN = Path.of("src/test/golden/AcceptanceCostsTest/costs.txt");

    @Test
    void costsAreAsTheyWere() throws IOException {
        String found = AcceptanceCosts.PROGRAMS.stream()
                .map(AcceptanceCosts::line)
                .collect(Collectors.joining("\n", "", "\n"));
        if (Boolean.getBoolean("glovebox.golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, found);
        }
        assertThat(found).isEqualTo(Files.readString(GOLDEN));
    }
}
