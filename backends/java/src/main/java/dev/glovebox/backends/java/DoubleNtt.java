package dev.glovebox.backends.java;

/** The transforms of a tier whose limbs are centred integers in doubles, as {@link DoubleLimbs} defines them. */
interface DoubleNtt {
    /**
     * To bit-reversed order.
     *
     * @param destination the source, which then holds centred residues of the prime, or another array
     * @param source integers below 2^48 in size, such as centred residues of another prime
     */
    void forward(int prime, double[] destination, double[] source);

    /**
     * destination ← N times the inverse transform of source, times a factor.
     *
     * @param factor a centred residue
     */
    void inverse(int prime, double[] destination, double[] source, double factor);
}
