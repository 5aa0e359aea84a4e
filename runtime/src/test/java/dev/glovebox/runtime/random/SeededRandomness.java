package dev.glovebox.runtime.random;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.Random;

/** Repeatable randomness for tests. */
public final class SeededRandomness {
    private SeededRandomness() {}

    public static Randomness of(long seed) {
        return new Randomness(new Seeded(seed), new Seeded(~seed));
    }

    private static final class Seeded extends SecureRandom {
        private static final long serialVersionUID = 1L;

        Seeded(long seed) {
            super(new Source(seed), null);
        }
    }

    private static final class Source extends SecureRandomSpi {
        private static final long serialVersionUID = 1L;

        private final Random random;

        Source(long seed) {
            random = new Random(seed);
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            throw new UnsupportedOperationException();
        }
    }
}
