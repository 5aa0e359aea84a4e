package dev.glovebox.examples.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.runtime.circuit.CircuitManifest;
import org.junit.jupiter.api.Test;

/** All 114 test rows, through the circuit that the plugin built, client and server exchanging only bytes. */
class EncryptedPredictionTest {

    @Test
    void everyEncryptedClassEqualsTheClearOne() {
        try (Hospital hospital = new Hospital()) {
            byte[] keys = hospital.evaluationKeys();
            try (Laboratory laboratory = new Laboratory(keys)) {
                Answers answers =
                        Answers.collect(hospital, laboratory, Patients.test().rows());
                CircuitManifest circuit = hospital.manifest();

                assertThat(answers.rows()).isEqualTo(114);
                assertThat(answers.equalClasses()).isEqualTo(114);
                assertThat(answers.greatestDifference()).isPositive().isLessThan(0x1p-12);
                assertThat(answers.accuracy())
                        .isEqualTo(answers.clearAccuracy())
                        .isGreaterThan(95);
                assertThat(circuit.parameters().logDegree()).isLessThanOrEqualTo(14);
                assertThat(circuit.parameters().insecure()).isFalse();
                assertThat(keys.length).isLessThan(60_000_000);
            }
        }
    }
}
