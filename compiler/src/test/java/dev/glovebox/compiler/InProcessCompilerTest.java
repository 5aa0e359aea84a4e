package dev.glovebox.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glovebox.dsl.Circuit;
import dev.glovebox.dsl.Encrypted;
import dev.glovebox.runtime.circuit.CircuitCompiler;
import dev.glovebox.runtime.circuit.CircuitException;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class InProcessCompilerTest {
    static final class Branching {
        @Circuit
        double f(@Encrypted(min = 0, max = 1) double x) {
            return x > 0.5 ? 1 : 0;
        }
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
                .withMessageContaining("GBC");
    }
}
