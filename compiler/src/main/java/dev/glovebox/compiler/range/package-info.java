/**
 * Where every number of a tensor program can lie: interval arithmetic with outward rounding, bounds of expressions and of their
 * slopes, and the pass that infers ranges and finds poles. Knows no polynomials beyond their recorded error.
 */
@NullMarked
package dev.glovebox.compiler.range;

import org.jspecify.annotations.NullMarked;
