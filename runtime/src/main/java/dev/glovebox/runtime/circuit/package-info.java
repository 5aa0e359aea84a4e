/**
 * The seam between compiled circuits and what runs them: the operations a circuit calls, its constants, its manifests and
 * its loading. Knows no compiler and no backend.
 */
@NullMarked
package dev.glovebox.runtime.circuit;

import org.jspecify.annotations.NullMarked;
