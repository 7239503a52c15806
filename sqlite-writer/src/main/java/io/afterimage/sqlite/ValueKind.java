package io.afterimage.sqlite;

import io.afterimage.spi.Checksums;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The kinds of value beside rows. Each has its own first half of the checksum's key, so that a value of one kind that
 * turns up as another is damage too.
 */
enum ValueKind {
    QUERY('q'),
    OUTBOX('o'),
    SOURCE_POSITION('s');

    private final char letter;

    ValueKind(char letter) {
        this.letter = letter;
    }

    /** The query's number in the high half, the kind's letter in the low half, where no epoch gets to. */
    long keyHigh(int query) {
        return ((long) query << 32) | 0xFFFF_FF00L | letter;
    }

    static int checksumOfOutbox(int query, long ordinal, long previousSequence, long sequence, byte[] data) {
        byte[] bytes = ByteBuffer.allocate(16 + data.length)
                .putLong(previousSequence)
                .putLong(sequence)
                .put(data)
                .array();
        return Checksums.ofKeyed(OUTBOX.keyHigh(query), ordinal, bytes, 0, bytes.length);
    }

    static int checksumOfSourcePosition(int query, String sourceId, byte[] position) {
        byte[] id = sourceId.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(id.length + position.length)
                .put(id)
                .put(position)
                .array();
        return Checksums.ofKeyed(SOURCE_POSITION.keyHigh(query), id.length, bytes, 0, bytes.length);
    }
}
