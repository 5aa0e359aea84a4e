/**
 * Polynomial rings in residue form and the seam to the backends that compute in them. Knows no keys, no scheme and no
 * circuit.
 */
@NullMarked
package dev.glovebox.runtime.ring;

import org.jspecify.annotations.NullMarked;
