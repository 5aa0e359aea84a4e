/**
 * The vocabulary of model classes: annotations, tensors and layer operations.
 * Everything here runs in the clear and depends on nothing but the JDK.
 */
@NullMarked
package dev.glovebox.dsl;

import org.jspecify.annotations.NullMarked;
