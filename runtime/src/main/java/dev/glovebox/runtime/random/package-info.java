/**
 * Randomness in two kinds that never meet: public uniform polynomials expanded from published seeds, and secret samples of
 * keys and errors. A seed that can be published cannot make secret samples, and the source of secret samples has no seed
 * to publish.
 */
@NullMarked
package dev.glovebox.runtime.random;

import org.jspecify.annotations.NullMarked;
