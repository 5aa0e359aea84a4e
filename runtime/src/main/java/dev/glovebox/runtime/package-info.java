/** Loads compiled circuits and gives a client, which holds the secret key, and a server, which does not. */
@NullMarked
package dev.glovebox.runtime;

import org.jspecify.annotations.NullMarked;
