/**
 * Tumour classification on encrypted cell measurements: a hospital encrypts, a laboratory computes without seeing, the hospital
 * decrypts.
 */
@NullMarked
package dev.glovebox.examples.health;

import org.jspecify.annotations.NullMarked;
