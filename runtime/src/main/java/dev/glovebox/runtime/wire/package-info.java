/**
 * The bytes that travel: parameters, public keys, evaluation keys, ciphertexts, requests and responses. Bytes from outside
 * are bounded before anything is allocated and validated before anything is used; what does not fit is one
 * {@link dev.glovebox.runtime.circuit.CircuitException}. The layouts are in {@code docs/wire-format.md}.
 */
@NullMarked
package dev.glovebox.runtime.wire;

import org.jspecify.annotations.NullMarked;
