/**
 * Loads compiled circuits and gives a client, which holds the secret key, and a server, which does not. Client and server
 * exchange bytes.
 */
@NullMarked
package dev.glovebox;

import org.jspecify.annotations.NullMarked;
