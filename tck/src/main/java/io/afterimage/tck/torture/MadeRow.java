package io.afterimage.tck.torture;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Bytes that are made from a signature and a version, so that whoever meets them knows the version, and that they are whole. */
final class MadeRow {

    /** Its longest length. */
    static final int MAX_BYTES = 300;

    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private MadeRow() {}

    /** The signatures of a small space, spread over all 2^64. */
    static long signature(int index) {
        return index * SPREAD;
    }

    static byte[] data(long signature, long version) {
        SplittableRandom random = new SplittableRandom(signature ^ version * SPREAD);
        byte[] data = new byte[Long.BYTES + random.nextInt(MAX_BYTES - Long.BYTES + 1)];
        random.nextBytes(data);
        ByteBuffer.wrap(data).putLong(version);
        return data;
    }

    /** The version of a row; bytes that were never made are an error. */
    static long version(long signature, byte[] data) {
        if (data.length >= Long.BYTES) {
            long version = ByteBuffer.wrap(data).getLong();
            if (Arrays.equals(data, data(signature, version))) {
                return version;
            }
        }
        throw new AssertionError("A row has bytes that nobody wrote. Signature: " + Long.toUnsignedString(signature)
                + ". Found: " + data.length + " bytes.");
    }
}
