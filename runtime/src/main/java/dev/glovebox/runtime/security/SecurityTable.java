package dev.glovebox.runtime.security;

/**
 * The greatest log₂(Q·P) for 128-bit classical security with a uniform ternary secret and errors of standard deviation 3.2: per
 * ring degree, the smaller of two published tables.
 *
 * <p>Sources: Bossuat, Cammarota, Chillotti et al., "Security Guidelines for Implementing Homomorphic Encryption", ePrint
 * 2024/463, table of parameters for ternary secrets, 128 bits classical; Albrecht, Chase, Chen et al., "Homomorphic Encryption
 * Security Standard", HomomorphicEncryption.org 2018, table 1, ternary secret, 128 bits classical.
 */
public final class SecurityTable {
    private static final System.Logger LOG = System.getLogger(SecurityTable.class.getName());

    private static final int LEAST_LOG_DEGREE = 10;
    private static final double[] EPRINT_2024_463 = {26, 53, 106, 214, 430, 868, 1747};
    private static final double[] HE_STANDARD_2018 = {27, 54, 109, 218, 438, 881};

    private SecurityTable() {}

    /** The greatest secure log₂(Q·P) for a ring degree, or 0 if no table covers it. */
    public static double maxLogModulus(int logDegree) {
        int row = logDegree - LEAST_LOG_DEGREE;
        if (row < 0 || row >= EPRINT_2024_463.length) {
            return 0;
        }
        return row < HE_STANDARD_2018.length
                ? Math.min(EPRINT_2024_463[row], HE_STANDARD_2018[row])
                : EPRINT_2024_463[row];
    }

    /** Whether a modulus of {@code logModulus} bits is 128-bit secure at a ring degree. */
    public static boolean isSecure(int logDegree, double logModulus) {
        return logModulus <= maxLogModulus(logDegree);
    }

    /**
     * Refuses an insecure modulus, or warns if it is asked for.
     *
     * @param logModulus log₂(Q·P), all data and special primes
     * @param insecure true if less than 128 bits were explicitly asked for
     * @throws IllegalArgumentException if the modulus is insecure and {@code insecure} is false
     */
    public static void check(int logDegree, double logModulus, boolean insecure) {
        if (isSecure(logDegree, logModulus)) {
            return;
        }
        String text = "log2(QP) = %.2f at ring degree 2^%d is not 128-bit secure; the limit is %.0f bits"
                .formatted(logModulus, logDegree, maxLogModulus(logDegree));
        if (!insecure) {
            throw new IllegalArgumentException(
                    text + ". Use a larger ring, fewer or smaller primes, or set insecure for a test.");
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "{0}; allowed because insecure is set: never use this for real data",
                text);
    }
}
