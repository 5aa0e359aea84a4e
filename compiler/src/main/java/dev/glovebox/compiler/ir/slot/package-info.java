/**
 * The slot stage and the circuit stage: rotations, products and sums of encrypted slot vectors, first without and then with
 * levels. Knows no tensors and no bytecode.
 */
@NullMarked
package dev.glovebox.compiler.ir.slot;

import org.jspecify.annotations.NullMarked;
