/** Polynomial kernels in pure Java: a scalar reference, an auto-vectorised tier and a Vector API tier. */
@NullMarked
package dev.glovebox.backends.java;

import org.jspecify.annotations.NullMarked;
