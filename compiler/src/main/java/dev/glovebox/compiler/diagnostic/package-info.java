/** The catalogue of diagnostics and how they travel. */
@NullMarked
package dev.glovebox.compiler.diagnostic;

import org.jspecify.annotations.NullMarked;
