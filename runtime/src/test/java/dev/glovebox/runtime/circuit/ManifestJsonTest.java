package dev.glovebox.runtime.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.dsl.Outside;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.ckks.ParameterSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ManifestJsonTest {

    public static CircuitManifest manifest() {
        DataType patient = new DataType.Structure(
                "example.Patient",
                List.of(
                        new DataType.Component("age", new DataType.Scalar()),
                        new DataType.Component("scan", new DataType.Matrix(2, 2))));
        CircuitSignature signature = new CircuitSignature(
                "example.Model",
                "risk",
                List.of(new CircuitSignature.Parameter(
                        "patient",
                        patient,
                        List.of(
                                new CircuitSignature.ElementRange("patient.age", 0, 120, Outside.REFUSE),
                                new CircuitSignature.ElementRange("patient.scan[0][0]", -1, 1, Outside.CLAMP),
                                new CircuitSignature.ElementRange("patient.scan[0][1]", -0.1, 1e-3, Outside.CLAMP),
                                new CircuitSignature.ElementRange("patient.scan[1][0]", -1, Math.PI, Outside.CLAMP),
                                new CircuitSignature.ElementRange("patient.scan[1][1]", 2, 2, Outside.CLAMP)))),
                new DataType.Vector(2));
        return new CircuitManifest(
                1,
                "0123456789abcdef".repeat(4),
                signature,
                12,
                new ParameterSpec(11, List.of(List.of(30, 30), List.of(40)), List.of(49, 49), 2, 40, true),
                8,
                4,
                List.of(new CircuitManifest.InputCiphertext(1, 8, List.of(0, 1, 2, 3, 4))),
                List.of(new CircuitManifest.OutputCiphertext(0, 1)),
                List.of(new ResultElement.InSlot(0, 0), new ResultElement.Public(-0.25)),
                new CircuitManifest.KeyRequirement(1, new TreeMap<>(java.util.Map.of(4, 1, 2, 1, 1, 1)), -1),
                new CircuitManifest.Summary(1, 2, 3, 4L << 32, 13.5, List.of("sigmoid: degree 7")));
    }

    static String json() {
        return new String(ManifestJson.write(manifest()), StandardCharsets.UTF_8);
    }

    private static CircuitManifest read(String json) {
        return ManifestJson.readCircuitManifest(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aManifestReadsBackAsItWas() {
        assertThat(read(json())).isEqualTo(manifest());
        assertThat(ManifestJson.write(read(json()))).isEqualTo(ManifestJson.write(manifest()));
    }

    @Test
    void theFieldsStandInDeclarationOrderWithTheirKinds() {
        assertThat(json())
                .startsWith("{\n  \"formatVersion\" : 1,\n  \"circuitId\" : \"0123")
                .contains(
                        "\"kind\" : \"record\"",
                        "\"kind\" : \"matrix\"",
                        "\"kind\" : \"slot\"",
                        "\"kind\" : \"public\"")
                .doesNotContain("\r");
    }

    @Test
    void aServerManifestReadsBackAsItWas() {
        ServerManifest manifest = new ServerManifest(
                1,
                CircuitIds.NONE,
                "0.1.0",
                new TreeMap<>(java.util.Map.of("a/B.class", "0123456789abcdef".repeat(4))));
        assertThat(ManifestJson.readServerManifest(ManifestJson.write(manifest)))
                .isEqualTo(manifest);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"formatVersion\" : 1|\"formatVersion\" : 2",
                "\"formatVersion\" : 1|\"formatVersion\" : \"1\"",
                "\"formatVersion\" : 1|\"formatVersion\" : 1, \"formatVersion\" : 1",
                "\"formatVersion\" : 1,|''",
                "\"formatVersion\" : 1|\"formatVersion\" : 1, \"more\" : 2",
                "\"precisionBits\" : 12,|''",
                "\"precisionBits\" : 12|\"precisionBits\" : 12.5",
                "\"precisionBits\" : 12|\"precisionBits\" : \"12\"",
                "\"precisionBits\" : 12|\"precisionBits\" : null",
                "\"precisionBits\" : 12|\"precisionBits\" : 99999999999999999999",
                "\"slots\" : 8|\"slots\" : 7",
                "\"slots\" : 8|\"slots\" : 1073741824",
                "\"logDegree\" : 11|\"logDegree\" : 31",
                "\"digits\" : 2|\"digits\" : 0",
                "\"scaleBits\" : 40.0|\"scaleBits\" : \"NaN\"",
                "\"max\" : 120.0|\"max\" : 1e999",
                "\"max\" : 120.0|\"max\" : -1",
                "\"kind\" : \"matrix\"|\"kind\" : \"java.lang.Runtime\"",
                "\"rows\" : 2|\"rows\" : 2000000000",
                "\"rows\" : 2|\"rows\" : -2",
                "\"outside\" : \"REFUSE\"|\"outside\" : 0",
                "\"outside\" : \"REFUSE\"|\"outside\" : \"MAYBE\"",
                "\"slot\" : 0|\"slot\" : 1",
                "\"ciphertext\" : 0|\"ciphertext\" : 1",
                "\"4\" : 1|\"8\" : 1",
                "\"4\" : 1|\"x\" : 1",
                "\"4\" : 1|\"4\" : 2",
                "\"relinearizationLevel\" : 1|\"relinearizationLevel\" : 2",
                "[ 0, 1, 2, 3, 4 ]|[ 0, 1, 2, 3, 5 ]",
                "[ 0, 1, 2, 3, 4 ]|[ 0, 1, 2, 3, null ]",
                "[ 0, 1, 2, 3, 4 ]|null",
                "0123456789abcdef0|X123456789abcdef0",
            })
    void whatDoesNotFitIsOneClearError(String found, String replacement) {
        assertThat(json()).contains(found);
        assertThatThrownBy(() -> read(json().replace(found, replacement)))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith("GBR104: the ")
                .hasMessageContaining("; expected ")
                .hasMessageEndingWith("Build the circuit again with this version of Glovebox.");
    }

    @Test
    void tooDeepAndTrailingTextAreRefused() {
        assertThatThrownBy(() -> read("[".repeat(100_000))).isExactlyInstanceOf(CircuitException.class);
        assertThatThrownBy(() -> read("")).isExactlyInstanceOf(CircuitException.class);
        assertThatThrownBy(() -> read("null")).isExactlyInstanceOf(CircuitException.class);
        assertThatThrownBy(() -> read(json() + "{}")).isExactlyInstanceOf(CircuitException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void noMutationDoesAnythingElse(long seed) {
        Random random = new Random(seed);
        byte[] good = ManifestJson.write(manifest());
        for (int i = 0; i < 1000; i++) {
            byte[] bad = good.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                ManifestJson.readCircuitManifest(bad);
            } catch (CircuitException e) {
                assertThat(e.code()).isEqualTo("GBR104");
            }
        }
    }

    @Test
    void anIdDependsOnEveryPart() {
        CircuitManifest assigned = CircuitIds.assign(manifest(), new byte[] {1}, new byte[] {2});
        assertThat(CircuitIds.of(assigned, ManifestJson.write(assigned), new byte[] {1}, new byte[] {2}))
                .isEqualTo(assigned.circuitId());
        assertThat(CircuitIds.assign(assigned, new byte[] {1}, new byte[] {2})).isEqualTo(assigned);
        assertThat(CircuitIds.assign(manifest(), new byte[] {1, 2}, new byte[0]).circuitId())
                .isNotEqualTo(assigned.circuitId());
        assertThat(CircuitIds.of(
                        assigned,
                        new String(ManifestJson.write(assigned), StandardCharsets.UTF_8)
                                .replace("120.0", "121.0")
                                .getBytes(StandardCharsets.UTF_8),
                        new byte[] {1},
                        new byte[] {2}))
                .isNotEqualTo(assigned.circuitId());
    }
}
