/**
 * Polynomial kernels in pure Java: a scalar reference on longs, and two tiers on doubles with exact products by FMA, one
 * auto-vectorised and one with the Vector API. {@link dev.glovebox.backends.java.RnsKernels} holds what they share; a tier is a
 * {@link dev.glovebox.backends.java.LimbKernels}, arithmetic on single limbs.
 */
@NullMarked
package dev.glovebox.backends.java;

import org.jspecify.annotations.NullMarked;
