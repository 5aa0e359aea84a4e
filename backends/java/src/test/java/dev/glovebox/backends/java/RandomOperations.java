package dev.glovebox.backends.java;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.ReferenceRing;
import dev.glovebox.runtime.ring.ReferenceRing.Pattern;
import dev.glovebox.runtime.ring.Ring;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingBackends;
import dev.glovebox.runtime.ring.RingFixture;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.util.Arrays;
import java.util.Random;

/** A seeded sequence of every kind of operation; what all backends export after it is the same. */
final class RandomOperations {
    private static final int POLYNOMIALS = 6;

    private RandomOperations() {}

    /** Chooses a backend as a program does and prints its name and its digests of seeds: log2 of the degree, then seeds. */
    public static void main(String[] args) {
        RingBackend backend = RingBackends.choose();
        System.out.println(backend.name());
        for (int i = 1; i < args.length; i++) {
            System.out.println(digest(backend, Integer.parseInt(args[0]), Long.parseLong(args[i])));
        }
    }

    /** A hash of all limbs of all polynomials after 60 operations. */
    static long digest(RingBackend backend, int logDegree, long seed) {
        Random random = new Random(seed);
        Ring ring = ReferenceRing.ring(
                logDegree, 49, 30 + random.nextInt(20), 30 + random.nextInt(20), 49, 30 + random.nextInt(20));
        try (RingFixture f = new RingFixture(backend, ring)) {
            RnsPolynomial[] x = new RnsPolynomial[POLYNOMIALS];
            Pattern[] patterns = Pattern.values();
            for (int i = 0; i < x.length; i++) {
                Pattern pattern = patterns[random.nextInt(patterns.length)];
                x[i] = f.load(f.all(), f.limbs(f.all(), pattern, random));
            }
            for (int step = 0; step < 60; step++) {
                operate(f, x, random);
            }
            long digest = seed;
            for (RnsPolynomial polynomial : x) {
                for (long[] limb : f.read(polynomial)) {
                    digest = 1_000_003 * digest + Arrays.hashCode(limb);
                }
            }
            return digest;
        }
    }

    /** Of a subring of any degree. */
    private static RnsPolynomial compact(RingKernels kernels, Basis basis, Random random) {
        RingKernels subring = kernels.subring(random.nextInt(kernels.ring().logDegree() + 1));
        RnsPolynomial polynomial = subring.allocate(basis);
        subring.importCoefficients(
                polynomial,
                random.longs(subring.ring().degree(), -1L << 62, 1L << 62).toArray());
        subring.forwardNtt(polynomial);
        return polynomial;
    }

    private static void operate(RingFixture f, RnsPolynomial[] x, Random random) {
        RingKernels k = f.kernels;
        int to = random.nextInt(x.length);
        RnsPolynomial z = x[to];
        RnsPolynomial a = x[random.nextInt(x.length)];
        RnsPolynomial b = x[random.nextInt(x.length)];
        RnsPolynomial c = x[(to + 1) % x.length];
        RnsPolynomial d = x[(to + 2) % x.length];
        long[] scalars =
                Arrays.stream(f.ring.primes()).map(p -> random.nextLong(p)).toArray();
        int drop = 1 + random.nextInt(3);
        Basis kept = Basis.range(0, 5 - drop);
        switch (random.nextInt(16)) {
            case 0 -> k.add(z, a, b);
            case 1 -> k.subtract(z, a, b);
            case 2 -> k.negate(z, a);
            case 3 -> k.multiply(z, a, b);
            case 4 -> k.multiplyAdd(z, a, b);
            case 5 -> k.sumOfProducts(z, new RnsPolynomial[] {c, d, c}, new RnsPolynomial[] {d, d, c});
            case 6 -> k.multiplyScalar(z, a, scalars);
            case 7 -> k.addScalar(z, a, scalars);
            case 8 -> k.automorphism(z, c, 2 * random.nextInt(f.ring.degree()) + 1);
            case 9 -> k.forwardNtt(z);
            case 10 -> k.inverseNtt(z);
            case 11 ->
                k.importCoefficients(
                        z, random.longs(f.ring.degree(), -1L << 62, 1L << 62).toArray());
            case 14 -> {
                try (RnsPolynomial factor = compact(k, a.basis(), random)) {
                    k.multiply(z, z, factor);
                    k.add(z, z, factor);
                }
            }
            case 15 -> {
                try (RnsPolynomial factor = compact(k, a.basis(), random);
                        RnsPolynomial other = compact(k, a.basis(), random)) {
                    k.sumsOfProducts(
                            z,
                            d,
                            new RnsPolynomial[] {factor, other, factor},
                            new RnsPolynomial[] {c, c, c},
                            new RnsPolynomial[] {c, x[(to + 3) % x.length], c});
                }
            }
            case 12 -> {
                RnsPolynomial other = f.allocate(f.all());
                Basis[] digits = {kept, f.all().minus(kept)};
                k.modUp(new RnsPolynomial[] {other, z}, c, digits);
                k.add(z, z, other);
            }
            default -> {
                RnsPolynomial low = f.allocate(kept);
                k.modDown(low, c);
                k.modUp(new RnsPolynomial[] {z}, low, new Basis[] {kept});
            }
        }
    }
}
