package dev.glovebox.compiler.approximation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SignDegreesTest {
    private static final Path TABLE = Path.of("src/main/resources/dev/glovebox/compiler/approximation/sign-errors.txt");

    /** With {@code -Dglovebox.golden.update=true} the table is written. */
    @Test
    void theTableHoldsTheErrorsOfMinimaxPolynomials() throws IOException {
        if (Boolean.getBoolean("glovebox.golden.update")) {
            Files.writeString(TABLE, SignDegrees.computeTables());
        }
        String[] shipped = Files.readString(TABLE, StandardCharsets.UTF_8).split("\\s+");
        String[] computed = SignDegrees.computeTables().split("\\s+");
        assertThat(shipped).hasSameSizeAs(computed);
        for (int i = 0; i < shipped.length; i++) {
            // Where E is near 1, rounding of 1 - E shows in its logarithm.
            assertThat(Double.parseDouble(shipped[i])).isCloseTo(Double.parseDouble(computed[i]), Offset.offset(1e-3));
        }
    }
}
