/** Turns an annotated method into an encrypted circuit; the pipeline reads as the list of its stages. */
@NullMarked
package dev.glovebox.compiler;

import org.jspecify.annotations.NullMarked;
