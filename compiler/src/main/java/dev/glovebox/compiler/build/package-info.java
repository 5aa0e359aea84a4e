/**
 * Compiles the circuits of a module's output folder, in a process of its own that the Maven plugin starts.
 * Finds the annotated methods without loading them, compiles what changed since the last run, and keeps the emitted files
 * in step with the models. Talks to the plugin in lines of text.
 */
@NullMarked
package dev.glovebox.compiler.build;

import org.jspecify.annotations.NullMarked;
