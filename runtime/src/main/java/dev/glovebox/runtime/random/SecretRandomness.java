package dev.glovebox.runtime.random;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Secret samples: ternary secrets and Gaussian errors, from AES-256 in counter mode keyed through SHAKE256 by fresh entropy. The
 * time and the memory accesses of sampling do not depend on the samples. One use, one thread; the caller erases the samples
 * it was given.
 */
public final class SecretRandomness implements AutoCloseable {
    /** σ of the errors. */
    public static final double SIGMA = 3.2;

    static final int ENTROPY_BYTES = 32;

    private static final byte[] DOMAIN = "glovebox secret randomness 1".getBytes(StandardCharsets.US_ASCII);
    private static final int WORDS = 1 << 10;

    /** Magnitudes beyond this, 10 σ, have a probability below 2^-72. */
    private static final int TAIL = 32;

    /** Entry k is 2^63 times the probability of a magnitude of at most k. */
    private static final long[] CUMULATIVE = cumulative();

    private final KeyStream stream;
    private final byte[] block = new byte[WORDS * Long.BYTES];
    private final ByteBuffer words = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    private final long[] raw = new long[WORDS];

    private SecretRandomness(KeyStream stream) {
        this.stream = stream;
    }

    /** Erases {@code entropy}. */
    static SecretRandomness fromEntropy(byte[] entropy) {
        KeyStream stream = KeyStream.keyed(DOMAIN, entropy, new byte[0]);
        Arrays.fill(entropy, (byte) 0);
        return new SecretRandomness(stream);
    }

    /** Uniform in {-1, 0, 1}, up to a bias of 2^-62. */
    public void ternary(long[] destination) {
        for (int from = 0; from < destination.length; from += WORDS) {
            int count = fill(destination.length - from);
            for (int i = 0; i < count; i++) {
                destination[from + i] = Math.unsignedMultiplyHigh(raw[i], 3) - 1;
            }
        }
    }

    /**
     * Discrete Gaussian of standard deviation {@link #SIGMA} around 0, cut at 10 σ: probabilities proportional to
     * exp(-x²/(2σ²)), in units of 2^-63. By comparison with the whole cumulative table.
     */
    public void gaussian(long[] destination) {
        for (int from = 0; from < destination.length; from += WORDS) {
            int count = fill(destination.length - from);
            Arrays.fill(destination, from, from + count, 0);
            for (int k = 0; k < TAIL; k += 4) {
                long bound0 = CUMULATIVE[k] - 1;
                long bound1 = CUMULATIVE[k + 1] - 1;
                long bound2 = CUMULATIVE[k + 2] - 1;
                long bound3 = CUMULATIVE[k + 3] - 1;
                for (int i = 0; i < count; i++) {
                    // Of each bound 1 if the 63 low bits reach it, else 0.
                    long bits = raw[i] & Long.MAX_VALUE;
                    destination[from + i] += (bound0 - bits >>> 63)
                            + (bound1 - bits >>> 63)
                            + (bound2 - bits >>> 63)
                            + (bound3 - bits >>> 63);
                }
            }
            for (int i = 0; i < count; i++) {
                long sign = raw[i] >> 63;
                destination[from + i] = (destination[from + i] ^ sign) - sign;
            }
        }
    }

    private int fill(int wanted) {
        int count = Math.min(WORDS, wanted);
        stream.next(block, count * Long.BYTES);
        for (int i = 0; i < count; i++) {
            raw[i] = words.getLong(i * Long.BYTES);
        }
        return count;
    }

    private static long[] cumulative() {
        MathContext precision = new MathContext(40);
        BigDecimal[] weights = new BigDecimal[TAIL + 1];
        BigDecimal total = BigDecimal.ZERO;
        for (int k = 0; k <= TAIL; k++) {
            // 2σ² = 20.48
            BigDecimal exponent = BigDecimal.valueOf((long) k * k).divide(new BigDecimal("20.48"), precision);
            weights[k] = BigDecimal.ONE.divide(exp(exponent, precision), precision);
            if (k > 0) {
                weights[k] = weights[k].multiply(BigDecimal.TWO);
            }
            total = total.add(weights[k]);
        }
        BigDecimal unit = new BigDecimal(BigInteger.ONE.shiftLeft(63));
        long[] table = new long[TAIL];
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 0; k < TAIL; k++) {
            sum = sum.add(weights[k]);
            BigInteger bound = sum.multiply(unit).divide(total, precision).toBigInteger();
            table[k] = bound.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
        }
        return table;
    }

    /** e^x for x ≥ 0 by its series. */
    private static BigDecimal exp(BigDecimal x, MathContext precision) {
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int i = 1; term.compareTo(sum.movePointLeft(precision.getPrecision())) > 0; i++) {
            term = term.multiply(x).divide(BigDecimal.valueOf(i), precision);
            sum = sum.add(term, precision);
        }
        return sum;
    }

    /** Erases the buffers; the cipher's own state stays in memory until it is collected. */
    @Override
    public void close() {
        Arrays.fill(block, (byte) 0);
        Arrays.fill(raw, 0);
    }

    @Override
    public String toString() {
        return "SecretRandomness";
    }
}
