package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.diagnostic.CompilationException;
import dev.glovebox.compiler.diagnostic.Diagnostic;
import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import org.junit.jupiter.api.Test;

/** A precision out of reach is told by source line: approximation, encoding, the noise of operations, and what would fix it. */
class PrecisionDiagnosticTest {
    /** More bits than the largest ring has room for behind a sigmoid and 20 products. */
    public static final class Chain {
        @Circuit(precisionBits = 30)
        public double value(@Encrypted(shape = 2, min = -0.5, max = 0.5) double[] x) {
            double y = 0.3 * x[0] - 0.2 * x[1];
            double s = 1 / (1 + Math.exp(-2 * y));
            for (int i = 0; i < 20; i++) {
                s = s * x[0] + 0.5 * x[1];
            }
            return s;
        }
    }

    @Test
    void breaksTheBudgetDown() {
        CompilationException e = catchThrowableOfType(
                CompilationException.class, () -> new Compiler(CompilerOptions.DEFAULT).compile(Chain.class, "value"));
        assertThat(e.diagnostics()).hasSize(1);
        Diagnostic found = e.diagnostics().getFirst();
        assertThat(found.code()).isEqualTo(Code.NO_SECURE_PARAMETERS);
        assertThat(found.location().file()).isEqualTo("PrecisionDiagnosticTest.java");
        assertThat(found.location().line()).isEqualTo(22);
        assertThat(found.text())
                .matches("GBC401: depth \\d+ with 30 bits of precision on \\d+ slots \\(.*; 2\\^16: predicted noise"
                        + " 2\\^-[\\d.]+ at a scale of 2\\^\\d+, allowed 2\\^-31\\.6, and no secure larger scale\\); at 2\\^16"
                        + " the noise of the worst result comes from line 22: noise [\\d.e-]+ \\(.*rescaling [\\d.e-]+.*\\).*;"
                        + " of the precision, approximation takes line 20: .*, depth \\d+, error [\\d.e-]+; expected a"
                        + " circuit that fits 128-bit security at a ring degree of at most 2\\^16\\. \\d+ bits of precision"
                        + " are within reach at 2\\^16; for more, make values at the lines with most noise smaller, or use"
                        + " functions of lower degree, as each level fewer leaves [\\d.]+ more bits for the scale\\.");
    }
}
