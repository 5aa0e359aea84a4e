package dev.glovebox.runtime.random;

import java.security.SecureRandom;

/**
 * The sources of randomness of a client: one {@link SecureRandom} for secrets, another for what is published, so that nothing
 * published comes from the source of a secret. Safe for use by many threads.
 */
public final class Randomness {
    private final SecureRandom secrets;
    private final SecureRandom published;

    Randomness(SecureRandom secrets, SecureRandom published) {
        if (secrets == published) {
            throw new IllegalArgumentException("secret and published randomness share a source");
        }
        this.secrets = secrets;
        this.published = published;
    }

    /** Two instances of the platform's default generator. */
    public static Randomness system() {
        return new Randomness(new SecureRandom(), new SecureRandom());
    }

    /** A fresh generator of secret samples; close it after use. */
    public SecretRandomness secret() {
        return SecretRandomness.fromEntropy(bytes(secrets, SecretRandomness.ENTROPY_BYTES));
    }

    /** A fresh seed to publish. */
    public PublicSeed publicSeed() {
        return PublicSeed.of(bytes(published, PublicSeed.BYTES));
    }

    /** Fresh bytes to publish, such as an identifier. */
    public byte[] publicBytes(int count) {
        return bytes(published, count);
    }

    private static byte[] bytes(SecureRandom source, int count) {
        byte[] bytes = new byte[count];
        source.nextBytes(bytes);
        return bytes;
    }
}
