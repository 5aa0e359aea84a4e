/** What clients and servers of {@link dev.glovebox} run on: one package a layer, each knowing only the ones below it. */
@NullMarked
package dev.glovebox.runtime;

import org.jspecify.annotations.NullMarked;
