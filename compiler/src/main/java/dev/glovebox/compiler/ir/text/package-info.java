/**
 * The textual form of the tensor, slot and circuit stages: printing and parsing are inverse, bit for bit. The grammar is {@code
 * Glovebox.g4}.
 */
@NullMarked
package dev.glovebox.compiler.ir.text;

import org.jspecify.annotations.NullMarked;
