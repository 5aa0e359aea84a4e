package dev.glovebox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.ManifestJson;
import dev.glovebox.runtime.circuit.ManifestJsonTest;
import java.io.ByteArrayInputStream;
import java.lang.invoke.MethodHandles;
import org.junit.jupiter.api.Test;

class NoBackendTest {
    @Test
    void aMissingBackendIsOneClearErrorEachTime() {
        byte[] manifest = ManifestJson.write(ManifestJsonTest.manifest());
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Glovebox.client(new ByteArrayInputStream(manifest), MethodHandles.lookup()))
                    .isExactlyInstanceOf(CircuitException.class)
                    .hasMessageStartingWith("GBR110: no backend is available")
                    .hasMessageContaining("Add glovebox-backend-java");
        }
    }
}
