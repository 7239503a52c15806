package io.afterimage.cli.serve.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A secret that can be compared and never told: only its hash is kept. Comparing takes the same time whatever is compared.
 * Immutable.
 */
public final class Secret {

    private final byte[] hash;

    private Secret(byte[] hash) {
        this.hash = hash;
    }

    /**
     * Keeps a secret.
     *
     * @param text the secret
     * @return what knows it again
     */
    public static Secret of(String text) {
        try {
            return new Secret(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /**
     * Whether both are the same.
     *
     * @param other the other one
     * @return true if they are
     */
    public boolean matches(Secret other) {
        return MessageDigest.isEqual(hash, other.hash);
    }

    @Override
    public String toString() {
        return "Secret[not told]";
    }
}
