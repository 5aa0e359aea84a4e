/**
 * CKKS, approximate arithmetic on encrypted vectors of numbers (Cheon, Kim, Kim, Song, ASIACRYPT 2017), in residue form:
 * parameters, encoding, ciphertexts and evaluation. Holds no secret.
 */
@NullMarked
package dev.glovebox.runtime.ckks;

import org.jspecify.annotations.NullMarked;
