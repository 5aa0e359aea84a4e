/** The command line: what the Maven plugin does and more, on a class, a jar or a textual circuit. */
@NullMarked
package dev.glovebox.compiler.cli;

import org.jspecify.annotations.NullMarked;
