/**
 * What operations take: a table measured for a backend, a model fitted to it, and the time and memory it predicts for circuits.
 * Every choice of the compiler between two ways of computing the same is made here. The model knows no pass; calibrating schedules one
 * circuit.
 */
@NullMarked
package dev.glovebox.compiler.cost;

import org.jspecify.annotations.NullMarked;
