package dev.glovebox.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.compiler.cli.GloveboxCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the circuits of the examples cost, as their build made them, so that a change shows. {@code -Dglovebox.golden.update=true}
 * writes it.
 */
class ModelCostsTest {
    private static final Path GOLDEN = Path.of("src/test/golden/ModelCostsTest");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.glovebox.examples.health.TumorModel/malignancy",
                "dev.glovebox.examples.health.TumorNetwork/malignancy",
                "dev.glovebox.examples.credit.CreditTree/risk",
                "dev.glovebox.examples.credit.CreditEnsemble/logOdds",
                "dev.glovebox.examples.digits.SquareNetwork/scores",
                "dev.glovebox.examples.digits.LeNet/scores",
            })
    void costsAreAsTheyWere(String circuit) throws IOException {
        Path text = folder.resolve("circuit.gbx");
        try (InputStream in = getClass().getResourceAsStream("/META-INF/glovebox/" + circuit + "/circuit.gbx")) {
            assertThat(in).as(circuit).isNotNull();
            Files.copy(in, text);
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = GloveboxCommand.run(new PrintWriter(out), new PrintWriter(err), "cost", text.toString());
        assertThat(status).as(err.toString()).isZero();
        String name = circuit.substring(circuit.lastIndexOf('.') + 1).replace('/', '.');
        Path golden = GOLDEN.resolve(name + ".txt");
        if (Boolean.getBoolean("glovebox.golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, out.toString());
        }
        assertThat(out).hasToString(Files.readString(golden));
    }
}
