/**
 * Turns a slot program into a circuit: where to rescale, where to relinearize and which level every vector has. Each is a
 * pass of its own; policies can be swapped. Knows no parameters.
 */
@NullMarked
package dev.glovebox.compiler.schedule;

import org.jspecify.annotations.NullMarked;
