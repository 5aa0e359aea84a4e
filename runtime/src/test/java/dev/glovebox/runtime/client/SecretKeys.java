package dev.glovebox.runtime.client;

import dev.glovebox.runtime.ring.RnsPolynomial;

/** Opens secret keys to tests of other packages. */
public final class SecretKeys {
    private SecretKeys() {}

    /** s over all primes; stays the key's. */
    public static RnsPolynomial polynomial(SecretKey key) {
        return key.polynomial();
    }
}
