package io.afterimage.mirror.source;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Arrays;

/**
 * What a walk over bytes has left behind it: how many, the first few and the last few. Two files with the same trace are
 * taken for one. Not thread-safe.
 */
final class ByteTrace {

    static final int EDGE_BYTES = 4_096;

    private final byte[] head = new byte[EDGE_BYTES];
    private byte[] tail = new byte[0];
    private long offset;

    /** As if the bytes between the edges had been passed. */
    static ByteTrace at(long offset, byte[] head, byte[] tail) {
        ByteTrace trace = new ByteTrace();
        System.arraycopy(head, 0, trace.head, 0, head.length);
        trace.tail = tail;
        trace.offset = offset;
        return trace;
    }

    long offset() {
        return offset;
    }

    void pass(byte[] bytes, int from, int length) {
        if (offset < EDGE_BYTES) {
            System.arraycopy(bytes, from, head, (int) offset, (int) Math.min(length, EDGE_BYTES - offset));
        }
        int kept = Math.min(tail.length, Math.max(0, EDGE_BYTES - length));
        int taken = Math.min(length, EDGE_BYTES);
        byte[] next = Arrays.copyOfRange(tail, tail.length - kept, tail.length + taken);
        System.arraycopy(bytes, from + length - taken, next, kept, taken);
        tail = next;
        offset += length;
    }

    String headHash() {
        return hash(Arrays.copyOf(head, (int) Math.min(offset, EDGE_BYTES)));
    }

    String tailHash() {
        return hash(tail);
    }

    private static String hash(byte[] bytes) {
        return Long.toHexString(Hashing.xxh3_64().hashBytesToLong(bytes));
    }
}
