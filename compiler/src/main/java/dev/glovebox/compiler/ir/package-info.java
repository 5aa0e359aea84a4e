/**
 * What all stages of the intermediate representation share: source locations, intervals, vectors, matrices and functions of
 * one variable. Everything here is immutable.
 */
@NullMarked
package dev.glovebox.compiler.ir;

import org.jspecify.annotations.NullMarked;
