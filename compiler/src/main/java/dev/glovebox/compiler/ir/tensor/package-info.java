/** The tensor stage: what a model computes, as a few operations on vectors with ranges. Knows no slots and no levels. */
@NullMarked
package dev.glovebox.compiler.ir.tensor;

import org.jspecify.annotations.NullMarked;
