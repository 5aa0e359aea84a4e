package dev.glovebox.backends.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.ReferenceRing;
import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingKernels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RnsBufferTest {
    private final Ring ring = ReferenceRing.ring(6, 49, 40);
    private final RnsKernels<long[]> kernels = new RnsKernels<>(ring, ScalarLimbs::new);

    private RnsBuffer<?> filled(RingKernels kernels, boolean secret) {
        Basis basis = Basis.of(0, 1);
        RnsBuffer<?> buffer = (RnsBuffer<?>) (secret ? kernels.allocateSecret(basis) : kernels.allocate(basis));
        long[] coefficients = new long[ring.degree()];
        Arrays.fill(coefficients, 7);
        kernels.importCoefficients(buffer, coefficients);
        return buffer;
    }

    /** How many arrays of one are among the other. */
    private static long shared(Object[] limbs, Object[] others) {
        return Arrays.stream(limbs)
                .filter(limb -> Arrays.stream(others).anyMatch(other -> limb == other))
                .count();
    }

    @Test
    void closingASecretPolynomialZeroesIt() {
        RnsBuffer<?> secret = filled(kernels, true);
        Object[] limbs = secret.limbs();
        secret.close();
        assertThat(Arrays.deepEquals(limbs, new long[2][ring.degree()])).isTrue();

        RingKernels doubles = new AutovectorBackend().open(ring);
        secret = filled(doubles, true);
        limbs = secret.limbs();
        secret.close();
        assertThat(Arrays.deepEquals(limbs, new double[2][ring.degree()])).isTrue();
    }

    @Test
    void closedBuffersAreReusedOnce() {
        RnsBuffer<?> first = filled(kernels, false);
        Object[] limbs = first.limbs();
        first.close();
        first.close();
        RnsBuffer<?> second = filled(kernels, false);
        RnsBuffer<?> third = filled(kernels, false);
        assertThat(shared(second.limbs(), limbs)).isEqualTo(2);
        assertThat(shared(third.limbs(), limbs)).isZero();
        assertThat(shared(third.limbs(), second.limbs())).isZero();
    }

    @Test
    void closedKernelsKeepNoBuffers() {
        RnsBuffer<?> first = filled(kernels, false);
        Object[] limbs = first.limbs();
        kernels.close();
        first.close();
        assertThat(shared(filled(kernels, false).limbs(), limbs)).isZero();
    }

    @Test
    void textShowsNoResidues() {
        assertThat(filled(kernels, true)).hasToString("RnsPolynomial[0, 1]");
    }
}
