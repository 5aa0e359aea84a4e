/**
 * The layout stage: puts the vectors of a tensor program into slots, and turns affine maps into diagonals and rotations and
 * polynomials into products and sums. Knows no levels.
 */
@NullMarked
package dev.glovebox.compiler.layout;

import org.jspecify.annotations.NullMarked;
