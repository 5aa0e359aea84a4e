/**
 * Makes a tensor program one of sums and products: normalises inputs and arguments, composes affine maps, and replaces functions
 * by polynomials whose errors, propagated to the results, keep within the precision asked.
 */
@NullMarked
package dev.glovebox.compiler.approximation;

import org.jspecify.annotations.NullMarked;
