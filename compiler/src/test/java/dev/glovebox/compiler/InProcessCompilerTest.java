package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.runtime.circuit.CircuitCompiler;
import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.CircuitFiles;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class InProcessCompilerTest {
    static final class Branching {
        @Circuit
        double f(@Encrypted(min = 0, max = 1) double x) {
            if (x > 0.5) {
                throw new IllegalArgumentException("too large");
            }
            return x;
        }
    }

    static final class Linear {
        @Circuit(precisionBits = 8)
        double f(@Encrypted(min = 0, max = 1) double x) {
            return 1 - x / 2;
        }
    }

    @Test
    void makesEveryFileOfACircuit() {
        CircuitFiles files = new CircuitFiles(Linear.class.getName(), "f");

        assertThat(new InProcessCompiler().compile(Linear.class, "f"))
                .containsOnlyKeys(
                        files.programPath(),
                        files.clientManifest(),
                        files.serverManifest(),
                        files.constants(),
                        files.text("tensor"),
                        files.text("slot"),
                        files.text("circuit"));
    }

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(CircuitCompiler.class).findFirst()).containsInstanceOf(InProcessCompiler.class);
    }

    @Test
    void aModelThatIsRefusedIsARuntimeErrorWithTheDiagnostic() {
        assertThatExceptionOfType(CircuitException.class)
                .isThrownBy(() -> new InProcessCompiler().compile(Branching.class, "f"))
                .satisfies(e -> assertThat(e.code()).isEqualTo("GBR108"))
                .withMessageContaining(Branching.class.getName() + ".f cannot be compiled")
                .withMessageContaining("GBC115");
    }
}
