package dev.glovebox.runtime.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.glovebox.runtime.ring.ReferenceRing.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link RingBackend} computes with polynomials of subrings: the same as with those polynomials in X. */
public abstract class SubringKernelsContract {
    /** Odd count; sizes mixed, extremes included. */
    private static final int[] MIXED = {49, 30, 45, 49, 36};

    protected abstract RingBackend backend();

    private RingFixture open(int logDegree) {
        return new RingFixture(backend(), ReferenceRing.ring(logDegree, MIXED));
    }

    static IntStream degrees() {
        return IntStream.rangeClosed(Ring.MIN_LOG_DEGREE, 16);
    }

    /** A polynomial twice: as one of a subring, and as one in X, which is the same one where there is no such subring. */
    private record Both(RingKernels kernels, RnsPolynomial compact, RnsPolynomial full) {}

    /** Of kernels of a subring, in the NTT domain. */
    private static Both both(RingFixture f, RingKernels kernels, Pattern pattern, long seed) {
        Random random = new Random(seed);
        int run = f.ring.degree() / kernels.ring().degree();
        RnsPolynomial compact = kernels == f.kernels ? f.allocate(f.all()) : kernels.allocate(f.all());
        RnsPolynomial full = f.allocate(f.all());
        for (int i = 0; i < MIXED.length; i++) {
            long[] values = pattern.limb(kernels.ring(), i, random);
            kernels.importLimb(compact, i, values);
            f.kernels.importLimb(full, i, repeated(values, run));
        }
        return new Both(kernels, compact, full);
    }

    private static long[] repeated(long[] values, int run) {
        return IntStream.range(0, values.length * run)
                .mapToLong(j -> values[j / run])
                .toArray();
    }

    /** The kernels of every subring, from the smallest to the ring itself. */
    private static List<RingKernels> subrings(RingFixture f) {
        return IntStream.rangeClosed(0, f.ring.logDegree())
                .mapToObj(f.kernels::subring)
                .distinct()
                .toList();
    }

    @ParameterizedTest(name = "N=2^{0}")
    @MethodSource("degrees")
    void thereAreSubringsWhoseValuesFillVectors(int logDegree) {
        try (RingFixture f = open(logDegree)) {
            for (int wanted = 0; wanted <= logDegree; wanted++) {
                RingKernels subring = f.kernels.subring(wanted);
                int log = wanted <= logDegree - 3 && logDegree >= 7 ? Math.max(wanted, 4) : logDegree;
                assertThat(subring.ring().logDegree()).as("2^%d", wanted).isEqualTo(log);
                assertThat(subring).isSameAs(f.kernels.subring(wanted));
                assertThat(subring.subring(4)).isSameAs(log == logDegree ? f.kernels.subring(4) : subring);
            }
        }
    }

    @ParameterizedTest(name = "N=2^{0}")
    @MethodSource("degrees")
    void aPolynomialInYHasTheValuesOfThatInX(int logDegree) {
        try (RingFixture f = open(logDegree)) {
            for (RingKernels subring : subrings(f)) {
                int degree = subring.ring().degree();
                int gap = f.ring.degree() / degree;
                long[] coefficients =
                        new Random(degree).longs(degree, -1L << 61, 1L << 61).toArray();
                long[] spread = new long[f.ring.degree()];
                for (int k = 0; k < degree; k++) {
                    spread[k * gap] = coefficients[k];
                }
                RnsPolynomial inX = f.allocate(f.all());
                f.kernels.importCoefficients(inX, spread);
                f.kernels.forwardNtt(inX);
                try (RnsPolynomial inY = subring.allocate(f.all())) {
                    subring.importCoefficients(inY, coefficients);
                    subring.forwardNtt(inY);
                    long[] values = new long[degree];
                    for (int i = 0; i < MIXED.length; i++) {
                        subring.exportLimb(inY, i, values);
                        assertThat(repeated(values, gap)).isEqualTo(f.read(inX)[i]);
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "N=2^{0}")
    @MethodSource("degrees")
    void addsAndMultiplies(int logDegree) {
        Pattern[] patterns = logDegree <= 10
                ? Pattern.values()
                : new Pattern[] {Pattern.RANDOM, Pattern.ALTERNATING_HALVES, Pattern.HALF_UP};
        Basis basis = Basis.of(3, 0, 1);
        try (RingFixture f = open(logDegree)) {
            for (RingKernels subring : subrings(f)) {
                for (Pattern pattern : patterns) {
                    Both b = both(f, subring, pattern, 1);
                    RnsPolynomial a = f.load(f.all(), f.limbs(f.all(), pattern, new Random(2)));
                    RnsPolynomial expected = f.allocate(basis);
                    RnsPolynomial actual = f.load(basis, f.random(basis, new Random(3)));
                    f.kernels.add(expected, a, b.full);
                    f.kernels.add(actual, a, b.compact);
                    assertThat(f.read(actual))
                            .as("%s, %s", subring.ring(), pattern)
                            .isDeepEqualTo(f.read(expected));
                    f.kernels.multiply(expected, a, b.full);
                    f.kernels.multiply(actual, a, b.compact);
                    assertThat(f.read(actual))
                            .as("%s, %s", subring.ring(), pattern)
                            .isDeepEqualTo(f.read(expected));
                    f.kernels.add(expected, expected, b.full);
                    f.kernels.multiply(expected, expected, b.full);
                    f.kernels.add(actual, actual, b.compact);
                    f.kernels.multiply(actual, actual, b.compact);
                    assertThat(f.read(actual))
                            .as("%s, %s", subring.ring(), pattern)
                            .isDeepEqualTo(f.read(expected));
                    b.compact.close();
                }
            }
        }
    }

    /** Sums whose factors are of one subring, and of all of them by turns. */
    @ParameterizedTest(name = "N=2^{0}")
    @MethodSource("degrees")
    void sumsProducts(int logDegree) {
        int[] counts = logDegree <= 10 ? new int[] {1, 2, 3, 4, 5, 13, 15, 33} : new int[] {3, 13};
        Pattern[] patterns = logDegree <= 10
                ? new Pattern[] {Pattern.RANDOM, Pattern.ALTERNATING_HALVES, Pattern.HALF_UP, Pattern.HALF_DOWN}
                : new Pattern[] {Pattern.ALTERNATING_HALVES};
        try (RingFixture f = open(logDegree)) {
            List<RingKernels> subrings = subrings(f);
            List<List<RingKernels>> choices = new ArrayList<>();
            subrings.forEach(subring -> choices.add(List.of(subring)));
            choices.add(subrings);
            choices.add(subrings.subList(0, Math.max(1, subrings.size() - 1)));
            for (List<RingKernels> of :
                    logDegree <= 13 ? choices : choices.subList(choices.size() - 3, choices.size())) {
                for (Pattern pattern : patterns) {
                    for (int terms : counts) {
                        sumsProducts(f, of, pattern, terms);
                    }
                }
            }
        }
    }

    private static void sumsProducts(RingFixture f, List<RingKernels> subrings, Pattern pattern, int terms) {
        Basis basis = Basis.of(4, 1, 0);
        Both[] a = new Both[terms];
        RnsPolynomial[] compact = new RnsPolynomial[terms];
        RnsPolynomial[] full = new RnsPolynomial[terms];
        RnsPolynomial[] b = new RnsPolynomial[terms];
        RnsPolynomial[] c = new RnsPolynomial[terms];
        RnsPolynomial first = f.load(f.all(), f.limbs(f.all(), pattern, new Random(7)));
        RnsPolynomial second = f.load(f.all(), f.random(f.all(), new Random(8)));
        for (int t = 0; t < terms; t++) {
            a[t] = both(f, subrings.get(t % subrings.size()), pattern, 100 + t);
            compact[t] = a[t].compact;
            full[t] = a[t].full;
            b[t] = t % 2 == 0 ? first : second;
            c[t] = t % 3 == 0 ? first : second;
        }
        RnsPolynomial[] expected = {f.allocate(basis), f.allocate(basis)};
        RnsPolynomial[] actual = {
            f.load(basis, f.random(basis, new Random(9))), f.load(basis, f.random(basis, new Random(10)))
        };
        f.kernels.sumOfProducts(expected[0], b, full);
        f.kernels.sumOfProducts(expected[1], c, full);
        f.kernels.sumOfProducts(actual[0], b, compact);
        assertThat(f.read(actual[0]))
                .as("%d terms of %d subrings, %s", terms, subrings.size(), pattern)
                .isDeepEqualTo(f.read(expected[0]));
        f.kernels.allocate(basis).close();
        f.kernels.sumsOfProducts(actual[1], actual[0], compact, c, b);
        assertThat(f.read(actual[0]))
                .as("%d terms of %d subrings, %s", terms, subrings.size(), pattern)
                .isDeepEqualTo(f.read(expected[0]));
        assertThat(f.read(actual[1])).isDeepEqualTo(f.read(expected[1]));
        for (Both factor : a) {
            factor.compact.close();
            factor.full.close();
        }
        List.of(expected[0], expected[1], actual[0], actual[1], first, second).forEach(RnsPolynomial::close);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Pattern.class)
    void subringsComputeAsRingsDo(Pattern pattern) {
        try (RingFixture f = open(9)) {
            for (RingKernels subring : subrings(f)) {
                Both a = both(f, subring, pattern, 11);
                Both b = both(f, subring, Pattern.RANDOM, 12);
                long[] scalars = IntStream.range(0, MIXED.length)
                        .mapToLong(i -> f.ring.prime(i) / 2)
                        .toArray();
                subring.multiply(a.compact, a.compact, b.compact);
                f.kernels.multiply(a.full, a.full, b.full);
                subring.multiplyScalar(a.compact, a.compact, scalars);
                f.kernels.multiplyScalar(a.full, a.full, scalars);
                subring.add(a.compact, a.compact, b.compact);
                f.kernels.add(a.full, a.full, b.full);
                long[] values = new long[subring.ring().degree()];
                for (int i = 0; i < MIXED.length; i++) {
                    subring.exportLimb(a.compact, i, values);
                    assertThat(repeated(values, f.ring.degree() / values.length))
                            .isEqualTo(f.read(a.full)[i]);
                }
            }
        }
    }

    @Test
    void otherOperandsOfASubringAreRefused() {
        try (RingFixture f = open(8)) {
            RingKernels k = f.kernels;
            RnsPolynomial x = f.load(f.all(), f.random(f.all(), new Random(13)));
            RnsPolynomial y = f.load(f.all(), f.random(f.all(), new Random(14)));
            RnsPolynomial z = f.allocate(f.all());
            long[][] before = f.read(z);
            RnsPolynomial low = f.allocate(Basis.of(0));
            RnsPolynomial small = k.subring(5).allocate(f.all());
            RnsPolynomial[] full = {x};
            RnsPolynomial[] compact = {small};
            Basis[] digits = {f.all()};
            List<Runnable> calls = List.of(
                    () -> k.copy(z, small),
                    () -> k.copy(small, x),
                    () -> k.importCoefficients(small, new long[f.ring.degree()]),
                    () -> k.importLimb(small, 0, new long[f.ring.degree()]),
                    () -> k.exportLimb(small, 0, new long[f.ring.degree()]),
                    () -> k.forwardNtt(small),
                    () -> k.inverseNtt(small),
                    () -> k.add(z, small, x),
                    () -> k.add(small, x, x),
                    () -> k.subtract(z, x, small),
                    () -> k.subtract(z, small, x),
                    () -> k.negate(z, small),
                    () -> k.multiply(z, small, x),
                    () -> k.multiply(small, x, x),
                    () -> k.multiplyAdd(z, x, small),
                    () -> k.multiplyAdd(z, small, x),
                    () -> k.sumOfProducts(z, compact, full),
                    () -> k.sumOfProducts(small, full, full),
                    () -> k.sumsOfProducts(z, y, full, compact, full),
                    () -> k.sumsOfProducts(z, y, full, full, compact),
                    () -> k.multiplyScalar(z, small, new long[MIXED.length]),
                    () -> k.addScalar(z, small, new long[MIXED.length]),
                    () -> k.sumOfScalarProducts(z, compact, new long[1][MIXED.length]),
                    () -> k.automorphism(z, small, 5),
                    () -> k.modUp(new RnsPolynomial[] {z}, small, digits),
                    () -> k.sumsOfExtendedProducts(z, y, x, digits, compact, full),
                    () -> k.sumsOfExtendedProducts(z, y, small, digits, full, full),
                    () -> k.modDown(low, small),
                    () -> k.modDownAdd(low, x, small),
                    () -> k.modDownAutomorphism(low, x, small, 5),
                    () -> k.scaleUp(z, small));
            for (int i = 0; i < calls.size(); i++) {
                assertThatIllegalArgumentException()
                        .as("call %d", i)
                        .isThrownBy(calls.get(i)::run)
                        .withMessage("a polynomial of a subring, expected one of all 256 coefficients");
            }
            assertThat(f.read(z)).isDeepEqualTo(before);
            assertThatIllegalArgumentException().isThrownBy(() -> k.subring(5).add(small, small, x));
            RnsPolynomial other = k.subring(4).allocate(f.all());
            assertThatIllegalArgumentException().isThrownBy(() -> k.subring(5).add(small, small, other));
            small.close();
            assertThatIllegalStateException().isThrownBy(() -> k.add(z, x, small));
            assertThatIllegalStateException().isThrownBy(() -> k.sumOfProducts(z, full, compact));
        }
    }

    @Test
    void factorsOfASubringNeedTheLimbsToo() {
        try (RingFixture f = open(8)) {
            RnsPolynomial x = f.allocate(f.all());
            RnsPolynomial z = f.allocate(Basis.of(0, 2));
            try (RnsPolynomial factor = f.kernels.subring(4).allocate(Basis.of(0, 1))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> f.kernels.multiply(z, x, factor))
                        .withMessageContaining("do not contain");
            }
        }
    }
}
