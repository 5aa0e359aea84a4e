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
    /** More bits than the largest ring has room for behind a sigmoid and 40 products. */
    public static final class Chain {
        @Circuit(precisionBits = 30)
        public double value(@Encrypted(shape = 2, min = -0.5, max = 0.5) double[] x) {
            double y = 0.3 * x[0] - 0.2 * x[1];
            double s = 1 / (1 + Math.exp(-2 * y));
            for (int i = 0; i < 40; i++) {
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
        Golden.checkText(
                PrecisionDiagnosticTest.class, "chain.txt", found.text().replace("; ", ";\n") + "\n");
    }
}
