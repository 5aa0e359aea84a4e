package dev.glovebox.backends.nativecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.ReferenceRing;
import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Memory outside the heap goes back when it is closed or forgotten, and never under an operation. */
@NeedsLibrary
class LifetimeTest {
    private static final Basis BOTH = Basis.of(0, 1);

    private final Ring ring = ReferenceRing.ring(6, 49, 40);
    private final NativeKernels kernels = new NativeKernels(ring, InstructionSet.AVX2);

    @Test
    void closedLimbsAreReusedOnce() {
        RnsPolynomial first = kernels.allocate(BOTH);
        first.close();
        first.close();
        assertThat(kernels.keptLimbs()).isEqualTo(2);
        RnsPolynomial second = kernels.allocate(BOTH);
        assertThat(kernels.keptLimbs()).isZero();
        second.close();
    }

    @Test
    void closedKernelsKeepNoLimbs() {
        RnsPolynomial open = kernels.allocate(BOTH);
        kernels.allocate(BOTH).close();
        kernels.close();
        assertThat(kernels.keptLimbs()).isZero();
        kernels.negate(open, open);
        open.close();
        assertThat(kernels.keptLimbs()).isZero();
    }

    @Test
    void aClosedSecretIsZeroInMemory() {
        NativePolynomial secret = (NativePolynomial) kernels.allocateSecret(BOTH);
        long[] coefficients = new long[ring.degree()];
        Arrays.fill(coefficients, 7);
        kernels.importCoefficients(secret, coefficients);
        long limb = Memory.getLong(secret.hold(), 1);
        long[] words = new long[ring.degree()];
        Memory.getLongs(limb, words);
        assertThat(words).containsOnly(Double.doubleToRawLongBits(7));
        secret.release();
        secret.close();
        Memory.getLongs(limb, words); // kept for reuse, so still there
        assertThat(words).containsOnly(0);
    }

    @Test
    void anOperationHoldsWhatItUses() {
        NativePolynomial polynomial = (NativePolynomial) kernels.allocate(BOTH);
        polynomial.hold();
        polynomial.close();
        assertThat(kernels.keptLimbs()).isZero();
        assertThatIllegalStateException().isThrownBy(polynomial::hold);
        polynomial.release();
        assertThat(kernels.keptLimbs()).isEqualTo(2);
    }

    @Test
    void forgottenPolynomialsGiveTheirLimbsBack() throws InterruptedException {
        kernels.allocate(Basis.of(1));
        for (int i = 0; i < 500 && kernels.keptLimbs() == 0; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(kernels.keptLimbs()).isEqualTo(1);
    }

    @Test
    void closingWhileOthersComputeIsSafe() throws InterruptedException {
        Ring large = ReferenceRing.ring(12, 49, 40);
        NativeKernels shared = new NativeKernels(large, InstructionSet.AVX2);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int round = 0; round < 50; round++) {
            RnsPolynomial polynomial = shared.allocate(BOTH);
            CountDownLatch begun = new CountDownLatch(1);
            Thread worker = new Thread(() -> {
                try {
                    while (true) {
                        shared.forwardNtt(polynomial);
                        begun.countDown();
                    }
                } catch (IllegalStateException e) {
                    begun.countDown(); // closed: the end
                } catch (RuntimeException | Error e) {
                    failure.set(e);
                    begun.countDown();
                }
            });
            worker.start();
            begun.await();
            polynomial.close();
            shared.close(); // limbs are freed, not kept
            worker.join();
        }
        assertThat(failure.get()).isNull();
    }
}
