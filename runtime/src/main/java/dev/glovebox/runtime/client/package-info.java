/**
 * Everything that touches secrets: the secret key, key generation, encryption, decryption and the encrypted key file. Nothing
 * that runs on a server depends on it.
 */
@NullMarked
package dev.glovebox.runtime.client;

import org.jspecify.annotations.NullMarked;
