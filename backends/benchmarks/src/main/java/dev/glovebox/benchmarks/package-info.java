/**
 * Benchmarks: one class for each table of {@code docs/performance.md}, a program that prints them all, and two that show where time
 * and memory go.
 */
@NullMarked
package dev.glovebox.benchmarks;

import org.jspecify.annotations.NullMarked;
