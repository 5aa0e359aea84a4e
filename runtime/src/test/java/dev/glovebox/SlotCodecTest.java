package dev.glovebox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.dsl.Outside;
import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.CircuitIds;
import dev.glovebox.runtime.circuit.CircuitManifest;
import dev.glovebox.runtime.circuit.CircuitManifest.InputCiphertext;
import dev.glovebox.runtime.circuit.CircuitManifest.OutputCiphertext;
import dev.glovebox.runtime.circuit.CircuitManifest.ResultElement;
import dev.glovebox.runtime.circuit.CircuitSignature;
import dev.glovebox.runtime.circuit.CircuitSignature.ElementRange;
import dev.glovebox.runtime.circuit.DataType;
import dev.glovebox.runtime.circuit.ManifestJson;
import dev.glovebox.runtime.ckks.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SlotCodecTest {
    private static final DataType SCALAR = new DataType.Scalar();

    record Patient(double age, double[][] scan) {}

    private record Hidden(double value) {}

    private static SlotCodec codec(DataType parameter, DataType result, InputCiphertext... inputs) {
        return codec(1, parameter, result, inputs);
    }

    private static SlotCodec codec(int samples, DataType parameter, DataType result, InputCiphertext... inputs) {
        List<ElementRange> ranges = new ArrayList<>();
        for (int i = 0; i < parameter.size(); i++) {
            // [0, 2], [1, 3], …; element 3 is fixed
            ranges.add(new ElementRange("x" + i, i, i == 3 ? i : i + 2, i % 2 == 0 ? Outside.REFUSE : Outside.CLAMP));
        }
        List<ResultElement> results = new ArrayList<>();
        for (int i = 0; i < result.size(); i++) {
            results.add(i == 1 ? new ResultElement.Public(-7) : new ResultElement.InSlot(i % 2, i / 2));
        }
        CircuitManifest manifest = new CircuitManifest(
                1,
                CircuitIds.NONE,
                new CircuitSignature(
                        "example.Model", "f", List.of(new CircuitSignature.Parameter("x", parameter, ranges)), result),
                12,
                new ParameterSpec(10, List.of(List.of(49)), List.of(49), 1, 40, true),
                8,
                samples,
                List.of(inputs),
                List.of(new OutputCiphertext(0, 8), new OutputCiphertext(0, 8)),
                results,
                new CircuitManifest.KeyRequirement(-1, new TreeMap<>(), -1),
                new CircuitManifest.Summary(0, 0, 0, 0, 12, List.of()));
        ManifestJson.write(manifest);
        return new SlotCodec(manifest, new ValueCodec(null), SlotCodecTest.class.getClassLoader());
    }

    private static List<double[]> slots(SlotCodec codec, Object input) {
        List<double[]> sample = List.of(codec.elements(input));
        return codec.layouts().stream()
                .map(layout -> codec.vector(layout, sample))
                .toList();
    }

    @Test
    void elementsAreNormalisedAndLaidIntoTheirSlots() {
        SlotCodec codec = codec(
                new DataType.Matrix(2, 2),
                SCALAR,
                new InputCiphertext(0, 4, List.of(2, 0)),
                new InputCiphertext(0, 2, List.of(3, 1)));
        // middles 1, 2, 3 and 3
        List<double[]> slots = slots(codec, new double[][] {{0.5, 2}, {4, 3}});
        assertThat(slots.get(0)).containsExactly(1, -0.5, 0, 0);
        assertThat(slots.get(1)).containsExactly(0, 0);
        assertThat(slots(codec, new double[][] {{0, 99}, {2, -99}}).get(1)).containsExactly(0, 1);
        refused(codec, new double[][] {{0, 1}, {5, 3}}, "GBR203: x2 is 5.0; expected 2.0 to 4.0. ");
        refused(codec, new double[][] {{0, Double.NaN}, {5, 3}}, "GBR202: x1 is NaN");
        refused(codec, new double[][] {{0, 1}}, "GBR201: x is double[1][]; expected double[2][2]. ");
        refused(codec, new double[][] {{0, 1}, {2}}, "GBR201: x[1] is double[1]; expected a row of double[2][2]. ");
        refused(codec, new double[][] {null, {2, 2}}, "GBR201: x[0] is null; ");
        refused(codec, new double[4], "GBR201: x is double[4]; expected double[2][2]. ");
    }

    @Test
    void samplesOfABatchLieSideBySide() {
        InputCiphertext input = new InputCiphertext(0, 2, List.of(1, 0));
        SlotCodec codec = codec(4, new DataType.Vector(2), new DataType.Vector(3), input);
        List<double[]> batch = codec.batch(List.of(new double[] {0, 1}, new double[] {2, 1.5}, new double[] {1, 3}));
        assertThat(codec.vector(input, batch)).containsExactly(-1, -0.5, 1, 0, -1, 1, 0, 0);
        double[] even = {10, 11, 12, 13, 20, 21, 22, 23};
        double[] third = (double[]) codec.result(List.of(even, new double[8]), 2);
        assertThat(third).containsExactly(12, -7, 22);
    }

    @Test
    void aBatchNamesTheSampleThatIsRefused() {
        SlotCodec codec = codec(2, new DataType.Vector(2), SCALAR, new InputCiphertext(0, 2, List.of(0, 1)));
        double[] good = {0, 1};
        assertThatThrownBy(() -> codec.batch(List.of(good, new double[] {3, 1})))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith("GBR203: sample 1: x0 is 3.0; expected 0.0 to 2.0. ");
        assertThatThrownBy(() -> codec.batch(List.of(new double[3])))
                .hasMessageStartingWith("GBR201: sample 0: x is double[3]; expected double[2]. ");
        assertThatThrownBy(() -> codec.batch(List.of()))
                .hasMessageStartingWith("GBR201: a batch of 0 samples; expected 1 to 2. ");
        assertThatThrownBy(() -> codec.batch(List.of(good, good, good)))
                .hasMessageStartingWith("GBR201: a batch of 3 samples; expected 1 to 2. ");
    }

    @Test
    void aScalarIsTheNaturalInput() {
        SlotCodec codec = codec(SCALAR, SCALAR, new InputCiphertext(0, 1, List.of(0)));
        assertThat(slots(codec, 2.0).getFirst()).containsExactly(1);
        refused(codec, 2, "GBR201: x is java.lang.Integer; expected double. ");
        refused(codec, null, "GBR201: x is null; expected double. ");
        refused(codec, new Object[] {2.0}, "GBR201: x is java.lang.Object[]; expected double. ");
    }

    @Test
    void recordsGoInAndOut() {
        DataType patient = new DataType.Structure(
                Patient.class.getName(),
                List.of(
                        new DataType.Component("age", SCALAR),
                        new DataType.Component("scan", new DataType.Matrix(1, 2))));
        SlotCodec codec = codec(patient, patient, new InputCiphertext(0, 4, List.of(0, 1, 2)));
        assertThat(slots(codec, new Patient(0.5, new double[][] {{1, 3}})).getFirst())
                .containsExactly(-0.5, -1, 0, 0);
        refused(
                codec,
                new Patient(1, new double[1][1]),
                "GBR201: x.scan[0] is double[1]; expected a row of double[1][2]. ");
        refused(codec, new Hidden(1), "GBR201: x is dev.glovebox.SlotCodecTest$Hidden; expected the record ");

        Patient result = (Patient) codec.result(List.of(new double[] {1, 2}, new double[] {3, 4}), 0);
        assertThat(result.age()).isEqualTo(1);
        assertThat(result.scan()).isDeepEqualTo(new double[][] {{-7, 2}});
    }

    @Test
    void resultsOfEveryTypeAreGathered() {
        List<double[]> outputs = List.of(new double[] {1, 2}, new double[] {3, 4});
        InputCiphertext input = new InputCiphertext(0, 1, List.of(0));
        assertThat(codec(SCALAR, SCALAR, input).result(outputs, 0)).isEqualTo(1.0);
        assertThat(codec(SCALAR, new DataType.Vector(4), input).result(outputs, 0))
                .isEqualTo(new double[] {1, -7, 2, 4});
        assertThat((double[][]) codec(SCALAR, new DataType.Matrix(2, 2), input).result(outputs, 0))
                .isDeepEqualTo(new double[][] {{1, -7}, {2, 4}});
    }

    @Test
    void aRecordThatChangedIsRefused() {
        DataType other =
                new DataType.Structure(Hidden.class.getName(), List.of(new DataType.Component("renamed", SCALAR)));
        SlotCodec codec = codec(SCALAR, other, new InputCiphertext(0, 1, List.of(0)));
        assertThatThrownBy(() -> codec.result(List.of(new double[1], new double[1]), 0))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith(
                        "GBR204: the record dev.glovebox.SlotCodecTest$Hidden does not have the components");
        DataType notARecord = new DataType.Structure("java.lang.Runtime", List.of(new DataType.Component("a", SCALAR)));
        SlotCodec hostile = codec(SCALAR, notARecord, new InputCiphertext(0, 1, List.of(0)));
        assertThatThrownBy(() -> hostile.result(List.of(new double[1], new double[1]), 0))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith("GBR204: ");
    }

    private static void refused(SlotCodec codec, Object input, String message) {
        assertThatThrownBy(() -> slots(codec, input))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith(message);
    }
}
