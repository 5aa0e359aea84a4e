package dev.glovebox.runtime.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glovebox.runtime.ring.ReferenceRing.Pattern;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link RingBackend} computes: each operation against its definition in {@link ReferenceRing}. */
public abstract class RingKernelsContract {
    /** Odd count; sizes mixed, extremes included. */
    private static final int[] MIXED = {49, 30, 45, 49, 36};

    private static final int SAMPLES = 64;

    protected abstract RingBackend backend();

    private RingFixture open(int logDegree, int... bits) {
        return new RingFixture(backend(), ReferenceRing.ring(logDegree, bits));
    }

    static IntStream degrees() {
        return IntStream.rangeClosed(Ring.MIN_LOG_DEGREE, 16);
    }

    /** Every pattern at small degrees, the worst ones at large degrees. */
    static Stream<Arguments> degreesAndPatterns() {
        return IntStream.rangeClosed(Ring.MIN_LOG_DEGREE, Ring.MAX_LOG_DEGREE)
                .boxed()
                .flatMap(d -> Arrays.stream(Pattern.values())
                        .filter(p -> d < 14
                                || p == Pattern.RANDOM
                                || p == Pattern.GROWING
                                || d < 17 && p == Pattern.ALTERNATING_HALVES)
                        .map(p -> Arguments.of(d, p)));
    }

    /** All indices below n, or some of them, among them the first and last few. */
    private static int[] sample(int n, int count, long seed) {
        if (n <= count) {
            return IntStream.range(0, n).toArray();
        }
        IntStream ends = IntStream.concat(IntStream.range(0, 8), IntStream.range(n - 8, n));
        return IntStream.concat(ends, new Random(seed).ints(count - 16, 0, n))
                .distinct()
                .toArray();
    }

    @ParameterizedTest(name = "N=2^{0}, {1}")
    @MethodSource("degreesAndPatterns")
    void forwardNttEvaluatesAtOddPowersInBitReversedOrder(int logDegree, Pattern pattern) {
        try (RingFixture f = open(logDegree, 49, 31)) {
            long[][] coefficients = f.limbs(f.all(), pattern, new Random(1));
            long[][] values = f.read(f.transform(f.all(), coefficients));
            for (int i = 0; i < 2; i++) {
                for (int j : sample(f.ring.degree(), logDegree < 12 ? 48 : 18, logDegree)) {
                    assertThat(values[i][j])
                            .as("limb %d, position %d", i, j)
                            .isEqualTo(ReferenceRing.evaluate(f.ring, i, coefficients[i], j));
                }
            }
        }
    }

    @ParameterizedTest(name = "N=2^{0}, {1}")
    @MethodSource("degreesAndPatterns")
    void inverseNttUndoesForwardNtt(int logDegree, Pattern pattern) {
        try (RingFixture f = open(logDegree, MIXED)) {
            long[][] limbs = f.limbs(f.all(), pattern, new Random(2));
            RnsPolynomial there = f.load(f.all(), limbs);
            f.kernels.forwardNtt(there);
            f.kernels.inverseNtt(there);
            assertThat(f.read(there)).isDeepEqualTo(limbs);
            f.kernels.inverseNtt(there);
            f.kernels.forwardNtt(there);
            assertThat(f.read(there)).isDeepEqualTo(limbs);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Pattern.class)
    void multiplyIsTheNegacyclicConvolution(Pattern pattern) {
        for (int logDegree = Ring.MIN_LOG_DEGREE; logDegree <= 8; logDegree++) {
            try (RingFixture f = open(logDegree, 49, 30, 42)) {
                long[][] a = f.limbs(f.all(), pattern, new Random(3));
                long[][] b = f.random(f.all(), new Random(4));
                RnsPolynomial product = f.transform(f.all(), a);
                f.kernels.multiply(product, product, f.transform(f.all(), b));
                f.kernels.inverseNtt(product);
                long[][] actual = f.read(product);
                for (int i = 0; i < a.length; i++) {
                    assertThat(actual[i])
                            .as("N=2^%d, limb %d", logDegree, i)
                            .isEqualTo(ReferenceRing.multiplyNegacyclic(a[i], b[i], f.ring.prime(i)));
                }
            }
        }
    }

    private interface OnResidues {
        long apply(long a, long b, long c, long p);
    }

    /** Compares a pointwise operation on (destination c, operands a and b) with its meaning on residues. */
    private void pointwise(Pointwise operation, OnResidues meaning) {
        for (int logDegree : new int[] {4, 5, 6, 10}) {
            try (RingFixture f = open(logDegree, MIXED)) {
                for (Pattern pattern : Pattern.values()) {
                    for (Pattern other : new Pattern[] {pattern, Pattern.GREATEST, Pattern.HALF_UP, Pattern.RANDOM}) {
                        long[][] a = f.limbs(f.all(), pattern, new Random(5));
                        long[][] b = f.limbs(f.all(), other, new Random(6));
                        long[][] c = f.random(f.all(), new Random(7));
                        RnsPolynomial x = f.load(f.all(), a);
                        RnsPolynomial y = f.load(f.all(), b);
                        RnsPolynomial z = f.load(f.all(), c);
                        operation.apply(f.kernels, z, x, y);
                        long[][] expected = new long[a.length][];
                        for (int i = 0; i < a.length; i++) {
                            long[] limb = new long[f.ring.degree()];
                            for (int j = 0; j < limb.length; j++) {
                                long p = f.ring.prime(i);
                                limb[j] = Math.floorMod(meaning.apply(a[i][j], b[i][j], c[i][j], p), p);
                            }
                            expected[i] = limb;
                        }
                        assertThat(f.read(z))
                                .as("N=2^%d, %s and %s", logDegree, pattern, other)
                                .isDeepEqualTo(expected);
                        assertThat(f.read(x)).isDeepEqualTo(a);
                        assertThat(f.read(y)).isDeepEqualTo(b);
                    }
                }
            }
        }
    }

    private interface Pointwise {
        void apply(RingKernels kernels, RnsPolynomial destination, RnsPolynomial a, RnsPolynomial b);
    }

    @Test
    void addsSubtractsNegatesAndCopies() {
        pointwise(RingKernels::add, (a, b, c, p) -> a + b);
        pointwise(RingKernels::subtract, (a, b, c, p) -> a - b);
        pointwise((k, z, x, y) -> k.negate(z, x), (a, b, c, p) -> -a);
        pointwise((k, z, x, y) -> k.copy(z, x), (a, b, c, p) -> a);
    }

    @Test
    void multipliesAndAccumulates() {
        pointwise(RingKernels::multiply, (a, b, c, p) -> ReferenceRing.multiply(a, b, p));
        pointwise(RingKernels::multiplyAdd, (a, b, c, p) -> c + ReferenceRing.multiply(a, b, p));
    }

    @Test
    void multipliesAndAddsScalars() {
        for (long shift : new long[] {0, 1, 2}) {
            pointwise(
                    (k, z, x, y) -> k.multiplyScalar(z, x, scalars(k.ring(), shift)),
                    (a, b, c, p) -> ReferenceRing.multiply(a, scalar(p, shift), p));
            pointwise(
                    (k, z, x, y) -> k.addScalar(z, x, scalars(k.ring(), shift)), (a, b, c, p) -> a + scalar(p, shift));
        }
    }

    /** 1, (p+1)/2 and p - 1. */
    private static long scalar(long p, long shift) {
        return shift == 0 ? 1 : shift == 1 ? p / 2 + 1 : p - 1;
    }

    private static long[] scalars(Ring ring, long shift) {
        return Arrays.stream(ring.primes()).map(p -> scalar(p, shift)).toArray();
    }

    @Test
    void aDestinationMayBeAnOperand() {
        try (RingFixture f = open(6, MIXED)) {
            long[][] a = f.random(f.all(), new Random(8));
            long[][] b = f.random(f.all(), new Random(9));
            Pointwise[] operations = {
                RingKernels::add,
                RingKernels::subtract,
                RingKernels::multiply,
                RingKernels::multiplyAdd,
                (k, z, x, y) -> k.negate(z, x),
                (k, z, x, y) -> k.copy(z, x),
                (k, z, x, y) -> k.multiplyScalar(z, x, scalars(f.ring, 2)),
                (k, z, x, y) -> k.addScalar(z, x, scalars(f.ring, 2)),
            };
            for (int i = 0; i < operations.length; i++) {
                for (int alias = 1; alias <= 3; alias++) {
                    RnsPolynomial x = f.load(f.all(), a);
                    RnsPolynomial y = alias == 3 ? x : f.load(f.all(), b);
                    RnsPolynomial destination = alias == 2 ? y : x;
                    RnsPolynomial apart = f.load(f.all(), f.read(destination));
                    operations[i].apply(f.kernels, apart, f.load(f.all(), f.read(x)), f.load(f.all(), f.read(y)));
                    operations[i].apply(f.kernels, destination, x, y);
                    assertThat(f.read(destination))
                            .as("operation %d, alias %d", i, alias)
                            .isDeepEqualTo(f.read(apart));
                }
            }
        }
    }

    @Test
    void sumsProducts() {
        try (RingFixture f = open(5, MIXED)) {
            for (int terms : new int[] {1, 2, 3, 15, 16, 17, 33, 70}) {
                for (Pattern pattern : Pattern.values()) {
                    RnsPolynomial[] a = new RnsPolynomial[terms];
                    RnsPolynomial[] b = new RnsPolynomial[terms];
                    RnsPolynomial expected = f.allocate(f.all());
                    for (int t = 0; t < terms; t++) {
                        a[t] = f.load(f.all(), f.limbs(f.all(), pattern, new Random(10 + t)));
                        b[t] = t % 2 == 0 ? a[t] : f.load(f.all(), f.limbs(f.all(), pattern, new Random(900 + t)));
                        f.kernels.multiplyAdd(expected, a[t], b[t]);
                    }
                    RnsPolynomial sum = f.load(f.all(), f.random(f.all(), new Random(11)));
                    f.kernels.sumOfProducts(sum, a, b);
                    assertThat(f.read(sum)).as("%d terms, %s", terms, pattern).isDeepEqualTo(f.read(expected));
                }
            }
        }
    }

    @Test
    void sumsScalarProducts() {
        try (RingFixture f = open(5, MIXED)) {
            for (int terms : new int[] {1, 2, 3, 12, 13, 70}) {
                for (Pattern pattern : Pattern.values()) {
                    RnsPolynomial[] a = new RnsPolynomial[terms];
                    long[][] c = new long[terms][];
                    RnsPolynomial expected = f.allocate(f.all());
                    RnsPolynomial product = f.allocate(f.all());
                    for (int t = 0; t < terms; t++) {
                        a[t] = f.load(f.all(), f.limbs(f.all(), pattern, new Random(20 + t)));
                        c[t] = scalars(f.ring, t % 3);
                        f.kernels.multiplyScalar(product, a[t], c[t]);
                        f.kernels.add(expected, expected, product);
                    }
                    RnsPolynomial sum = f.load(f.all(), f.random(f.all(), new Random(11)));
                    f.kernels.sumOfScalarProducts(sum, a, c);
                    assertThat(f.read(sum)).as("%d terms, %s", terms, pattern).isDeepEqualTo(f.read(expected));
                }
            }
        }
    }

    @ParameterizedTest(name = "N=2^{0}, {1}")
    @MethodSource("degreesAndPatterns")
    void modDownAddIsDivisionAdditionDivision(int logDegree, Pattern pattern) {
        Basis[][] steps = {
            {Basis.of(0, 1, 2), Basis.of(0, 1)},
            {Basis.of(0, 1, 2, 3), Basis.of(0, 1)},
            {Basis.of(0, 1, 2, 3), Basis.of(0, 1, 2, 3)},
            {Basis.of(0, 1, 2, 3, 4), Basis.of(0, 1, 2)},
            {Basis.of(4, 0), Basis.of(4)},
        };
        try (RingFixture f = open(logDegree, MIXED)) {
            RnsPolynomial source = f.load(f.all(), f.limbs(f.all(), pattern, new Random(21)));
            for (Basis[] step : logDegree < 14 ? steps : new Basis[][] {steps[0], steps[1]}) {
                RnsPolynomial addend = f.load(step[0], f.random(step[0], new Random(22)));
                RnsPolynomial quotient = f.allocate(step[0]);
                RnsPolynomial expected = f.allocate(step[1]);
                f.kernels.modDown(quotient, source);
                f.kernels.add(quotient, quotient, addend);
                f.kernels.modDown(expected, quotient);
                RnsPolynomial actual = f.kernels.allocateUnset(step[1]);
                f.kernels.modDownAdd(actual, source, addend);
                assertThat(f.read(actual)).as("%s, then %s", step[0], step[1]).isDeepEqualTo(f.read(expected));
            }
        }
    }

    @ParameterizedTest(name = "N=2^{0}")
    @MethodSource("degrees")
    void modDownAutomorphismIsDivisionAdditionAutomorphism(int logDegree) {
        Basis[] bases = {Basis.of(0, 1, 2), Basis.of(3, 0), Basis.of(0, 1, 2, 3, 4)};
        try (RingFixture f = open(logDegree, MIXED)) {
            int element = 2 * (f.ring.degree() / 3) + 1;
            for (Pattern pattern : new Pattern[] {Pattern.RANDOM, Pattern.ALTERNATING_HALVES}) {
                RnsPolynomial source = f.load(f.all(), f.limbs(f.all(), pattern, new Random(31)));
                for (Basis basis : bases) {
                    RnsPolynomial addend = f.load(basis, f.random(basis, new Random(32)));
                    RnsPolynomial quotient = f.allocate(basis);
                    RnsPolynomial image = f.allocate(basis);
                    RnsPolynomial actual = f.kernels.allocateUnset(basis);
                    f.kernels.modDown(quotient, source);
                    f.kernels.automorphism(image, quotient, element);
                    f.kernels.modDownAutomorphism(actual, source, null, element);
                    assertThat(f.read(actual)).as("%s", basis).isDeepEqualTo(f.read(image));
                    f.kernels.add(quotient, quotient, addend);
                    f.kernels.automorphism(image, quotient, element);
                    f.kernels.modDownAutomorphism(actual, source, addend, element);
                    assertThat(f.read(actual)).as("%s with addend", basis).isDeepEqualTo(f.read(image));
                    actual.close();
                }
            }
        }
    }

    @Test
    void sumsTwoRowsOfProductsAtOnce() {
        try (RingFixture f = open(6, MIXED)) {
            for (int terms : new int[] {1, 2, 3, 13, 16, 33}) {
                for (Pattern pattern : Pattern.values()) {
                    RnsPolynomial[] a = new RnsPolynomial[terms];
                    RnsPolynomial[] b = new RnsPolynomial[terms];
                    RnsPolynomial[] c = new RnsPolynomial[terms];
                    for (int t = 0; t < terms; t++) {
                        a[t] = f.load(f.all(), f.limbs(f.all(), pattern, new Random(20 + t)));
                        b[t] = t % 2 == 0 ? a[t] : f.load(f.all(), f.limbs(f.all(), pattern, new Random(50 + t)));
                        c[t] = f.load(f.all(), f.random(f.all(), new Random(90 + t)));
                    }
                    RnsPolynomial[] expected = {f.allocate(f.all()), f.allocate(f.all())};
                    f.kernels.sumOfProducts(expected[0], a, b);
                    f.kernels.sumOfProducts(expected[1], a, c);
                    RnsPolynomial first = f.load(f.all(), f.random(f.all(), new Random(11)));
                    RnsPolynomial second = f.load(f.all(), f.random(f.all(), new Random(12)));
                    f.kernels.sumsOfProducts(first, second, a, b, c);
                    assertThat(f.read(first)).as("%d terms, %s", terms, pattern).isDeepEqualTo(f.read(expected[0]));
                    assertThat(f.read(second))
                            .as("%d terms, %s", terms, pattern)
                            .isDeepEqualTo(f.read(expected[1]));
                }
            }
        }
    }

    @ParameterizedTest(name = "N=2^{0}")
    @MethodSource("degrees")
    void sumsProductsOfExtendedDigits(int logDegree) {
        try (RingFixture f = open(logDegree, 49, 30, 45, 49, 36, 40, 49)) {
            Basis data = Basis.of(0, 1, 2, 3, 4);
            Basis[] digits = {Basis.of(0, 1), Basis.of(3, 2), Basis.of(4)};
            Basis[] bases = {f.all(), Basis.of(5, 0, 1, 2, 3, 4)};
            for (Pattern pattern : new Pattern[] {Pattern.RANDOM, Pattern.ALTERNATING_HALVES, Pattern.GREATEST}) {
                for (Basis basis : bases) {
                    RnsPolynomial source = f.load(data, f.limbs(data, pattern, new Random(21)));
                    RnsPolynomial[] extended = new RnsPolynomial[digits.length];
                    RnsPolynomial[] b = new RnsPolynomial[digits.length];
                    RnsPolynomial[] c = new RnsPolynomial[digits.length];
                    for (int d = 0; d < digits.length; d++) {
                        extended[d] = f.allocate(basis);
                        b[d] = f.load(f.all(), f.limbs(f.all(), pattern, new Random(22 + d)));
                        c[d] = f.load(f.all(), f.random(f.all(), new Random(32 + d)));
                    }
                    f.kernels.modUp(extended, source, digits);
                    RnsPolynomial[] expected = {f.allocate(basis), f.allocate(basis)};
                    f.kernels.sumOfProducts(expected[0], extended, b);
                    f.kernels.sumOfProducts(expected[1], extended, c);
                    RnsPolynomial first = f.load(basis, f.random(basis, new Random(23)));
                    RnsPolynomial second = f.load(basis, f.random(basis, new Random(24)));
                    f.kernels.sumsOfExtendedProducts(first, second, source, digits, b, c);
                    assertThat(f.read(first)).as("%s", pattern).isDeepEqualTo(f.read(expected[0]));
                    assertThat(f.read(second)).as("%s", pattern).isDeepEqualTo(f.read(expected[1]));
                }
            }
        }
    }

    @Test
    void unsetPolynomialsTakeResults() {
        try (RingFixture f = open(5, MIXED)) {
            long[][] limbs = f.random(f.all(), new Random(25));
            RnsPolynomial source = f.load(f.all(), limbs);
            for (int round = 0; round < 3; round++) {
                try (RnsPolynomial unset = f.kernels.allocateUnset(f.all())) {
                    f.kernels.copy(unset, source);
                    assertThat(f.read(unset)).isDeepEqualTo(limbs);
                }
            }
        }
    }

    @ParameterizedTest(name = "N=2^{0}")
    @MethodSource("degrees")
    void automorphismsMapCoefficients(int logDegree) {
        try (RingFixture f = open(logDegree, 49, 33)) {
            int n = f.ring.degree();
            long[][] a = f.random(f.all(), new Random(12));
            RnsPolynomial x = f.transform(f.all(), a);
            RnsPolynomial image = f.allocate(f.all());
            for (int g : new int[] {1, 3, 5, 25, n - 1, n + 1, 2 * n - 5, 2 * n - 1}) {
                f.kernels.automorphism(image, x, g);
                long[][] actual = f.coefficients(image);
                for (int i = 0; i < a.length; i++) {
                    assertThat(actual[i])
                            .as("g=%d, limb %d", g, i)
                            .isEqualTo(ReferenceRing.automorphism(a[i], g, f.ring.prime(i)));
                }
            }
        }
    }

    @ParameterizedTest(name = "N=2^{0}, {1}")
    @MethodSource("degreesAndPatterns")
    void modUpLiftsEachDigitToCentredIntegers(int logDegree, Pattern pattern) {
        try (RingFixture f = open(logDegree, MIXED)) {
            Basis data = Basis.of(0, 1, 2);
            Basis[] digits = {Basis.of(2, 0), Basis.of(1)};
            Basis[] bases = {f.all(), Basis.of(3, 1, 4)};
            long[][] coefficients = f.limbs(data, pattern, new Random(13));
            RnsPolynomial source = f.transform(data, coefficients);
            RnsPolynomial[] destinations = {f.allocate(bases[0]), f.allocate(bases[1])};
            f.kernels.modUp(destinations, source, digits);
            assertThat(f.coefficients(source)).isDeepEqualTo(coefficients);
            for (int d = 0; d < digits.length; d++) {
                long[][] actual = f.coefficients(destinations[d]);
                long[][] residues = limbs(digits[d], data, coefficients);
                for (int j : sample(f.ring.degree(), SAMPLES, logDegree)) {
                    BigInteger lifted = ReferenceRing.lift(f.ring, digits[d], residues, j);
                    for (int i = 0; i < actual.length; i++) {
                        assertThat(actual[i][j])
                                .as("digit %d, limb %d, coefficient %d", d, i, j)
                                .isEqualTo(ReferenceRing.mod(lifted, f.ring.prime(bases[d].prime(i))));
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "N=2^{0}, {1}")
    @MethodSource("degreesAndPatterns")
    void modDownDividesAndRounds(int logDegree, Pattern pattern) {
        try (RingFixture f = open(logDegree, MIXED)) {
            long[][] coefficients = f.limbs(f.all(), pattern, new Random(14));
            RnsPolynomial source = f.transform(f.all(), coefficients);
            for (Basis kept : new Basis[] {Basis.of(0, 1, 2, 3), Basis.of(4, 1), Basis.of(1), Basis.of(2, 3, 4)}) {
                RnsPolynomial destination = f.allocate(kept);
                f.kernels.modDown(destination, source);
                long[][] actual = f.coefficients(destination);
                Basis dropped = f.all().minus(kept);
                long[][] residues = limbs(dropped, f.all(), coefficients);
                for (int j : sample(f.ring.degree(), SAMPLES, logDegree)) {
                    BigInteger r = ReferenceRing.lift(f.ring, dropped, residues, j);
                    for (int i = 0; i < actual.length; i++) {
                        BigInteger p = BigInteger.valueOf(f.ring.prime(kept.prime(i)));
                        BigInteger expected = BigInteger.valueOf(coefficients[kept.prime(i)][j])
                                .subtract(r)
                                .multiply(f.ring.product(dropped).modInverse(p))
                                .mod(p);
                        assertThat(actual[i][j])
                                .as("kept %s, limb %d, coefficient %d", kept, i, j)
                                .isEqualTo(expected.longValueExact());
                    }
                }
            }
            assertThat(f.coefficients(source)).isDeepEqualTo(coefficients);
        }
    }

    private static long[][] limbs(Basis part, Basis all, long[][] limbs) {
        return IntStream.range(0, part.size())
                .mapToObj(i -> limbs[all.position(part.prime(i))])
                .toArray(long[][]::new);
    }

    @Test
    void modDownOfNothingIsACopy() {
        try (RingFixture f = open(5, MIXED)) {
            long[][] limbs = f.random(f.all(), new Random(15));
            RnsPolynomial destination = f.allocate(f.all());
            f.kernels.modDown(destination, f.load(f.all(), limbs));
            assertThat(f.read(destination)).isDeepEqualTo(limbs);
        }
    }

    /** The digits and special primes of a real key switch: many limbs of one size. */
    @Test
    void convertsDigitsOfManyLimbs() {
        int[] bits = new int[40];
        Arrays.fill(bits, 49);
        try (RingFixture f = open(6, bits)) {
            for (Pattern pattern : Pattern.values()) {
                Basis digit = Basis.range(0, 37);
                long[][] coefficients = f.limbs(digit, pattern, new Random(16));
                RnsPolynomial up = f.allocate(f.all());
                f.kernels.modUp(new RnsPolynomial[] {up}, f.transform(digit, coefficients), new Basis[] {digit});
                long[][] actual = f.coefficients(up);
                for (int j = 0; j < f.ring.degree(); j++) {
                    BigInteger lifted = ReferenceRing.lift(f.ring, digit, coefficients, j);
                    for (int i = 0; i < bits.length; i++) {
                        assertThat(actual[i][j])
                                .as("%s, limb %d, coefficient %d", pattern, i, j)
                                .isEqualTo(ReferenceRing.mod(lifted, f.ring.prime(i)));
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "N=2^{0}")
    @MethodSource("degrees")
    void importsSignedCoefficients(int logDegree) {
        try (RingFixture f = open(logDegree, MIXED)) {
            long bound = (1L << 62) - 1;
            long[] coefficients =
                    new Random(17).longs(f.ring.degree(), -bound, bound).toArray();
            long p = f.ring.prime(0);
            long[] extremes = {bound, -bound, 0, -1, 1, p, -p, p / 2, -p / 2, p / 2 + 1, 1L << 53, -1L << 53, 3 * p - 1
            };
            System.arraycopy(extremes, 0, coefficients, 0, extremes.length);
            RnsPolynomial polynomial = f.load(f.all(), f.random(f.all(), new Random(18)));
            f.kernels.importCoefficients(polynomial, coefficients);
            long[][] actual = f.read(polynomial);
            for (int i = 0; i < MIXED.length; i++) {
                long prime = f.ring.prime(i);
                assertThat(actual[i])
                        .isEqualTo(Arrays.stream(coefficients)
                                .map(c -> Math.floorMod(c, prime))
                                .toArray());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Pattern.class)
    void exportsWhatWasImported(Pattern pattern) {
        try (RingFixture f = open(7, MIXED)) {
            long[][] limbs = f.limbs(f.all(), pattern, new Random(19));
            assertThat(f.read(f.load(f.all(), limbs))).isDeepEqualTo(limbs);
        }
    }
}
