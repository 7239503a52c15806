package io.afterimage.drasi;

import com.dynatrace.hash4j.hashing.Hashing;
import io.afterimage.drasi.RowIdentity.ByColumns;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.function.ToLongFunction;

/**
 * What tells a row apart that carries no signature: a signature made from its key, and a fingerprint of the same key that
 * tells two keys apart which share a signature by chance or by intent. Immutable.
 *
 * @param signature XXH3 (64 bits, seed 0) of the key's {@link KeyEncoding}
 * @param fingerprint the first {@value #FINGERPRINT_BYTES} bytes of its SHA-256
 */
record RowKey(long signature, byte[] fingerprint) {

    /** How long a fingerprint is. */
    static final int FINGERPRINT_BYTES = 16;

    /** The hash that makes signatures. */
    static final ToLongFunction<byte[]> XXH3 = Hashing.xxh3_64()::hashBytesToLong;

    /**
     * The key of a row.
     *
     * @param row the row
     * @param identity what tells rows apart: columns, or the full row
     * @param hash what makes the signature: {@link #XXH3}
     * @throws UnusableLineException if the row has no such key
     */
    static RowKey of(RawJson row, RowIdentity identity, ToLongFunction<byte[]> hash) {
        byte[] encoding = identity instanceof ByColumns byColumns
                ? KeyEncoding.ofColumns(row, byColumns.columns())
                : KeyEncoding.ofFullRow(row);
        return new RowKey(hash.applyAsLong(encoding), fingerprint(encoding));
    }

    boolean hasFingerprint(byte[] other) {
        return Arrays.equals(fingerprint, other);
    }

    private static byte[] fingerprint(byte[] encoding) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(encoding), FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowKey that && signature == that.signature && hasFingerprint(that.fingerprint);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(signature);
    }

    @Override
    public String toString() {
        return "key " + Long.toUnsignedString(signature);
    }
}
