/**
 * Runs circuits on clear numbers as the encrypted evaluator would: it checks levels, pending, sizes and keys, and carries the
 * noise. Also runs circuits that were not emitted, on any evaluator.
 */
@NullMarked
package dev.glovebox.compiler.simulator;

import org.jspecify.annotations.NullMarked;
