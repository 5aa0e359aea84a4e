/** Sweeps over policies and parameters: what a model costs and how exact it is at each point. */
@NullMarked
package dev.glovebox.compiler.explore;

import org.jspecify.annotations.NullMarked;
