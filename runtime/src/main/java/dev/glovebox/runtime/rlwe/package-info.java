/**
 * Ring learning with errors below any scheme: ciphertexts, public, switching and Galois keys, and hybrid key switching. Holds
 * no secret and knows no scales.
 */
@NullMarked
package dev.glovebox.runtime.rlwe;

import org.jspecify.annotations.NullMarked;
