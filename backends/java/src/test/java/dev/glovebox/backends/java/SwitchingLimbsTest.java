package dev.glovebox.backends.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.runtime.ring.ReferenceRing;
import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingKernels;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwitchingLimbsTest {
    /** Kernels that change their tier after some calls. */
    private record Switching(int calls) implements RingBackend {
        @Override
        public String name() {
            return "switching";
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public Availability availability() {
            return new Availability(true, "always");
        }

        @Override
        public RingKernels open(Ring ring) {
            AtomicInteger left = new AtomicInteger(calls);
            return new RnsKernels<>(
                    ring,
                    (r, moduli) -> SwitchingLimbs.of(
                            () -> AutovectorBackend.limbs(r, moduli),
                            new VectorLimbs(r.degree(), moduli, VectorNtt.of(r, moduli)),
                            () -> left.getAndDecrement() <= 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10, 57, 200, 500, 1_000_000})
    void resultsDoNotDependOnWhenItSwitches(int calls) {
        for (long seed = 1; seed <= 3; seed++) {
            assertThat(RandomOperations.digest(new Switching(calls), 9, seed))
                    .isEqualTo(RandomOperations.digest(new ScalarBackend(), 9, seed));
        }
    }

    @Test
    void theFirstTierIsForgottenOnceTheOtherIsReady() {
        Ring ring = ReferenceRing.ring(6, 49);
        Modulus[] moduli = {new Modulus(ring.prime(0))};
        AtomicBoolean ready = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        SwitchingLimbs limbs = new SwitchingLimbs(
                AutovectorBackend.limbs(ring, moduli),
                new VectorLimbs(ring.degree(), moduli, VectorNtt.of(ring, moduli)),
                () -> {
                    asked.incrementAndGet();
                    return ready.get();
                });
        double[] limb = limbs.newLimb();
        limbs.negate(0, limb, limb);
        limbs.negate(0, limb, limb);
        assertThat(asked).hasValue(2);
        ready.set(true);
        limbs.negate(0, limb, limb);
        limbs.negate(0, limb, limb);
        assertThat(asked).hasValue(3);
        assertThat(SwitchingLimbs.of(
                        () -> {
                            throw new AssertionError("not needed");
                        },
                        new VectorLimbs(ring.degree(), moduli, VectorNtt.of(ring, moduli)),
                        ready::get))
                .isInstanceOf(VectorLimbs.class);
    }
}
