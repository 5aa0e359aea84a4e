/** Maven goals that compile annotated models. They fork the compiler on a JDK 25 and load none of it into Maven. */
@NullMarked
package dev.glovebox.maven;

import org.jspecify.annotations.NullMarked;
