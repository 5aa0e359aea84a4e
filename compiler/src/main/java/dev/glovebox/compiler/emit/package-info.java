/**
 * Writes a circuit as files: a class of straight-line calls on an evaluator, constants, manifests and the text of every stage.
 * The same circuit gives the same bytes.
 */
@NullMarked
package dev.glovebox.compiler.emit;

import org.jspecify.annotations.NullMarked;
