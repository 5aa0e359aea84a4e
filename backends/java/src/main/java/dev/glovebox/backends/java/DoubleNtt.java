package dev.glovebox.backends.java;

/** The transforms of a tier whose limbs are centred integers in doubles, as {@link DoubleLimbs} defines them. */
interface DoubleNtt {
    /** In place, to bit-reversed order. */
    void forward(int prime, double[] limb);

    /**
     * destination ← inverse transform of source, without the division by N, times a factor.
     *
     * @param factor a centred residue
     */
    void inverse(int prime, double[] destination, double[] source, double factor);
}
