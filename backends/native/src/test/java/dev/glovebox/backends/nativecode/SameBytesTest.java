package dev.glovebox.backends.nativecode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.runtime.circuit.DiagonalMatrix;
import dev.glovebox.runtime.circuit.Evaluator;
import dev.glovebox.runtime.circuit.Evaluator.Value;
import dev.glovebox.runtime.circuit.SlotVector;
import dev.glovebox.runtime.ckks.CkksCiphertext;
import dev.glovebox.runtime.ckks.CkksFixture;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.wire.CiphertextFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys, encryption and a whole circuit give the same ciphertext bytes on every backend there is. */
@NeedsLibrary
class SameBytesTest {
    private static Map<String, RingBackend> backends() {
        Map<String, RingBackend> backends = new LinkedHashMap<>();
        for (RingBackend backend : RingBackends.all()) {
            if (backend.availability().usable()) {
                backends.put(backend.name(), backend);
            }
        }
        backends.put("native, eight lanes", new NativeBackend(InstructionSet.AVX2_PAIRS));
        return backends;
    }

    @Test
    void everyTierIsCompared() {
        assertThat(backends()).containsKeys("native", "java-vector", "java-autovec", "java-scalar");
    }

    @ParameterizedTest(name = "seed {0}, N=2^{1}, {2} digits")
    @CsvSource({"1, 10, 1", "2, 11, 2", "3, 12, 3", "4, 13, 5", "5, 5, 2"})
    void aCircuitGivesTheSameCiphertextBytes(long seed, int logDegree, int digits) {
        List<byte[]> expected = new ArrayList<>();
        backends().forEach((name, backend) -> {
            List<byte[]> bytes = circuit(backend, seed, logDegree, digits);
            if (expected.isEmpty()) {
                expected.addAll(bytes);
            }
            for (int i = 0; i < expected.size(); i++) {
                assertThat(bytes.get(i)).as("%s, ciphertext %d", name, i).isEqualTo(expected.get(i));
            }
        });
    }

    /** A matrix, a square, a rotation, a conjugation, and what brings their results together. */
    private static List<byte[]> circuit(RingBackend backend, long seed, int logDegree, int digits) {
        int slots = 1 << Math.min(logDegree - 1, 5);
        try (CkksFixture f =
                new CkksFixture(backend, CkksFixture.spec(logDegree, 4, 40, digits), slots, seed, 1, 2, 3, 4)) {
            Random random = new Random(seed);
            Map<Integer, SlotVector> diagonals = new TreeMap<>();
            for (int d = 0; d < 6; d++) {
                diagonals.put(d, SlotVector.of(CkksFixture.random(random, slots)));
            }
            Evaluator e = f.evaluator;
            CkksCiphertext input = f.encrypt(CkksFixture.random(random, slots), 4);
            Value matrix = e.rescale(e.linearTransform(input, DiagonalMatrix.of(diagonals, 4)));
            Value square = e.rescale(e.relinearize(e.multiply(matrix, matrix)));
            Value moved = e.add(e.rotate(square, 3), e.conjugate(square));
            Value scaled = e.rescale(e.multiplyScalar(e.multiplyByI(moved), -0.75));
            Value sum = e.addScalar(e.subtract(e.adjust(square, 1), scaled), 0.5);
            List<byte[]> bytes = new ArrayList<>();
            for (Value value : new Value[] {input, matrix, square, moved, sum}) {
                bytes.add(CiphertextFormat.write(f.parameters, f.kernels, (CkksCiphertext) value));
            }
            return bytes;
        }
    }
}
