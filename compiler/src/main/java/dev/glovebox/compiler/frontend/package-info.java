/**
 * Lifts an annotated method's bytecode into a tensor program: public data is computed, encrypted data is tracked as affine
 * forms over inputs and results of nonlinear operations. What cannot be lifted is a diagnostic with the user's line.
 */
@NullMarked
package dev.glovebox.compiler.frontend;

import org.jspecify.annotations.NullMarked;
