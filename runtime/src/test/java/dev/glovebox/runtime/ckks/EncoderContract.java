package dev.glovebox.runtime.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.glovebox.runtime.ring.Basis;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.ring.RnsPolynomial;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Encoding against its definition, over any {@link RingBackend}. */
public abstract class EncoderContract {
    protected abstract RingBackend backend();

    static IntStream degrees() {
        return IntStream.rangeClosed(10, 16);
    }

    private static BigInteger[] coefficients(CkksParameters p, RingKernels kernels, RnsPolynomial polynomial) {
        BigInteger[] x = new BigInteger[p.degree()];
        BigInteger product = p.ring().product(polynomial.basis());
        BigInteger half = product.shiftRight(1);
        Arrays.fill(x, BigInteger.ZERO);
        try (RnsPolynomial copy = kernels.allocate(polynomial.basis())) {
            kernels.copy(copy, polynomial);
            kernels.inverseNtt(copy);
            long[] limb = new long[p.degree()];
            for (int i = 0; i < copy.basis().size(); i++) {
                kernels.exportLimb(copy, i, limb);
                BigInteger prime =
                        BigInteger.valueOf(p.ring().prime(copy.basis().prime(i)));
                BigInteger cofactor = product.divide(prime);
                BigInteger unit = cofactor.multiply(cofactor.modInverse(prime));
                for (int k = 0; k < limb.length; k++) {
                    x[k] = x[k].add(unit.multiply(BigInteger.valueOf(limb[k])));
                }
            }
        }
        for (int k = 0; k < x.length; k++) {
            x[k] = x[k].mod(product);
            if (x[k].compareTo(half) > 0) {
                x[k] = x[k].subtract(product);
            }
        }
        return x;
    }

    @ParameterizedTest(name = "N=2^{0}")
    @MethodSource("degrees")
    void decodingUndoesEncoding(int logDegree) {
        CkksParameters p = CkksParameters.of(CkksFixture.spec(logDegree, 2, 40, 3));
        try (RingKernels kernels = backend().open(p.ring())) {
            Encoder encoder = new Encoder(p, kernels);
            Random random = new Random(logDegree);
            for (int n = 1; n <= p.maxSlots(); n *= logDegree > 12 ? 16 : 4) {
                ComplexVector z = new ComplexVector(CkksFixture.random(random, n), CkksFixture.random(random, n));
                for (int level = 0; level <= 2; level++) {
                    try (RnsPolynomial polynomial = kernels.allocate(p.dataBasis(level))) {
                        encoder.encode(polynomial, z, p.scale(level));
                        ComplexVector back = encoder.decode(polynomial, n, p.scale(level));
                        double tolerance = 8 * Math.sqrt(n / 6.0) / p.scale(level);
                        assertThat(back.real()).containsExactly(z.real(), within(tolerance));
                        assertThat(back.imaginary()).containsExactly(z.imaginary(), within(tolerance));
                    }
                }
            }
        }
    }

    static Stream<Arguments> scales() {
        return Stream.of(10, 12, 16)
                .flatMap(d -> Stream.of(30, 40, 61, 64, 90, 140, 190).map(s -> Arguments.of(d, s)));
    }

    /** Coefficients k and k + n are scale/n · Re, Im of Σ_j z_j·ζ^{-5^j·k}; relative to the largest one, to 50 bits. */
    @ParameterizedTest(name = "N=2^{0}, scale 2^{1}")
    @MethodSource("scales")
    void coefficientsAreTheScaledInverseTransform(int logDegree, int logScale) {
        CkksParameters p = CkksParameters.of(CkksFixture.spec(logDegree, 4, 40, 5));
        int n = 64;
        Random random = new Random(logScale);
        ComplexVector z = new ComplexVector(CkksFixture.random(random, n), CkksFixture.random(random, n));
        try (RingKernels kernels = backend().open(p.ring());
                RnsPolynomial polynomial = kernels.allocate(p.fullBasis(4))) {
            new Encoder(p, kernels).encode(polynomial, z, Math.scalb(1.0, logScale));
            BigInteger[] coefficients = coefficients(p, kernels, polynomial);
            int gap = p.degree() / (2 * n);
            for (int k = 0; k < p.degree(); k++) {
                if (k % gap != 0) {
                    assertThat(coefficients[k]).isZero();
                }
            }
            double tolerance = 1 + Math.scalb(1.0, logScale - 49);
            for (int k = 0; k < n; k++) {
                double re = 0;
                double im = 0;
                int power = 1;
                for (int j = 0; j < n; j++) {
                    double angle = -Math.PI / (2 * n) * (power * k % (4 * n));
                    re += z.real()[j] * Math.cos(angle) - z.imaginary()[j] * Math.sin(angle);
                    im += z.real()[j] * Math.sin(angle) + z.imaginary()[j] * Math.cos(angle);
                    power = power * 5 % (4 * n);
                }
                assertThat(coefficients[k * gap].doubleValue())
                        .isEqualTo(Math.scalb(re / n, logScale), within(tolerance));
                assertThat(coefficients[(k + n) * gap].doubleValue())
                        .isEqualTo(Math.scalb(im / n, logScale), within(tolerance));
            }
        }
    }

    @Test
    void aPeriodIsEncodedAsItsRepetition() {
        CkksParameters p = CkksParameters.of(CkksFixture.spec(10, 1, 40, 2));
        double[] period = CkksFixture.random(new Random(1), 8);
        double[] repeated = new double[512];
        Arrays.setAll(repeated, i -> period[i % 8]);
        try (RingKernels kernels = backend().open(p.ring());
                RnsPolynomial a = kernels.allocate(p.dataBasis(1));
                RnsPolynomial b = kernels.allocate(p.dataBasis(1))) {
            Encoder encoder = new Encoder(p, kernels);
            encoder.encode(a, period, p.scale(1));
            encoder.encode(b, repeated, p.scale(1));
            kernels.subtract(a, a, b);
            for (BigInteger difference : coefficients(p, kernels, a)) {
                assertThat(difference.abs()).isLessThanOrEqualTo(BigInteger.ONE);
            }
        }
    }

    /** At scales of one part and of several. */
    @ParameterizedTest(name = "N=2^{0}, scale 2^{1}")
    @MethodSource("scales")
    void factorsHaveTheResiduesOfPolynomials(int logDegree, int logScale) {
        CkksParameters p = CkksParameters.of(CkksFixture.spec(logDegree, 4, 40, 5));
        Basis basis = p.fullBasis(4);
        try (RingKernels kernels = backend().open(p.ring());
                RnsPolynomial full = kernels.allocate(basis)) {
            Encoder encoder = new Encoder(p, kernels);
            long[] expected = new long[p.degree()];
            for (int n = 1; n <= p.maxSlots(); n *= 2) {
                double[] values = CkksFixture.random(new Random(n), n);
                encoder.encode(full, values, Math.scalb(1.0, logScale));
                try (RnsPolynomial factor = encoder.encodeFactor(basis, values, Math.scalb(1.0, logScale))) {
                    long[] residues = new long[encoder.subring(n).ring().degree()];
                    for (int i = 0; i < basis.size(); i++) {
                        kernels.exportLimb(full, i, expected);
                        encoder.subring(n).exportLimb(factor, i, residues);
                        int run = expected.length / residues.length;
                        assertThat(IntStream.range(0, expected.length)
                                        .mapToLong(j -> residues[j / run])
                                        .toArray())
                                .as("%d slots", n)
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    /** The same on every backend and every machine. */
    @Test
    void bytesAreFixed() throws Exception {
        CkksParameters p = CkksParameters.of(CkksFixture.spec(10, 2, 40, 3));
        double[] values = new double[512];
        Arrays.setAll(values, i -> (i * 37 % 101 - 50) / 64.0);
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        try (RingKernels kernels = backend().open(p.ring());
                RnsPolynomial polynomial = kernels.allocate(p.dataBasis(2))) {
            for (int pending = 1; pending <= 2; pending++) {
                new Encoder(p, kernels).encode(polynomial, values, p.scale(2, pending));
                for (int i = 0; i < 3; i++) {
                    long[] limb = new long[1024];
                    kernels.exportLimb(polynomial, i, limb);
                    ByteBuffer buffer = ByteBuffer.allocate(1024 * Long.BYTES);
                    Arrays.stream(limb).forEach(buffer::putLong);
                    sha.update(buffer.array());
                }
            }
        }
        assertThat(HexFormat.of().formatHex(sha.digest()))
                .isEqualTo("f4ddc547052e1f7086796fff2ad037afef5d33715063d9fe5d777a440adde8bd");
    }

    @Test
    void scalarsAreRoundedExactly() {
        CkksParameters p = CkksParameters.of(CkksFixture.spec(10, 2, 40, 3));
        try (RingKernels kernels = backend().open(p.ring())) {
            Encoder encoder = new Encoder(p, kernels);
            Basis basis = p.dataBasis(2);
            for (double c : new double[] {0, 1, -1, Math.PI, -1e-13, 1.0 / 3, -123456.789}) {
                for (double scale : new double[] {p.scale(1), p.scale(2, 2), 1}) {
                    BigInteger expected = new BigDecimal(c)
                            .multiply(new BigDecimal(scale))
                            .setScale(0, RoundingMode.HALF_EVEN)
                            .toBigInteger();
                    long[] residues = encoder.scalar(c, scale, basis);
                    for (int i = 0; i < 3; i++) {
                        assertThat(residues[i])
                                .isEqualTo(
                                        expected.mod(BigInteger.valueOf(p.ring().prime(i)))
                                                .longValue());
                    }
                }
            }
        }
    }

    @Test
    void unusableValuesAreRefused() {
        CkksParameters p = CkksParameters.of(CkksFixture.spec(10, 1, 40, 2));
        try (RingKernels kernels = backend().open(p.ring());
                RnsPolynomial polynomial = kernels.allocate(p.dataBasis(0))) {
            Encoder encoder = new Encoder(p, kernels);
            assertRefused(() -> encoder.encode(polynomial, new double[] {Double.NaN}, 1), "expected finite values");
            assertRefused(
                    () -> encoder.encode(polynomial, new double[] {0, Double.POSITIVE_INFINITY}, 1),
                    "expected finite values");
            assertRefused(() -> encoder.encode(polynomial, new double[] {1}, 0x1p50), "coefficients below");
            assertRefused(() -> encoder.encode(polynomial, new double[3], 1), "3 slots, expected a power of two");
            assertRefused(() -> encoder.encode(polynomial, new double[1024], 1), "1024 slots");
            assertRefused(() -> encoder.decode(polynomial, 0, 1), "0 slots");
        }
    }

    private static void assertRefused(Runnable operation, String message) {
        assertThatThrownBy(operation::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
