/** What a compilation made, for people: one self-contained page and the same facts as JSON. */
@NullMarked
package dev.glovebox.compiler.report;

import org.jspecify.annotations.NullMarked;
