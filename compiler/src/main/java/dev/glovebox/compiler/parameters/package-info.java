/**
 * Chooses CKKS parameters for a scheduled circuit: the smallest secure ring, then the smallest scale that reaches the
 * precision, then the digits that cost least. Knows no model and no bytecode.
 */
@NullMarked
package dev.glovebox.compiler.parameters;

import org.jspecify.annotations.NullMarked;
