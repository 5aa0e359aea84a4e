package dev.glovebox.backends.java;

/** The transforms of a tier whose limbs are centred integers in doubles, as {@link DoubleLimbs} defines them. */
interface DoubleNtt {
    /** In place, to bit-reversed order. */
    void forward(int prime, double[] limb);

    /** destination ← N times the inverse transform of source; the result is below 2p in size and not yet centred. */
    void inverse(int prime, double[] destination, double[] source);
}
