package io.afterimage.mirror;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import io.afterimage.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes out the fields that {@link FieldWriter} put. What does not fit is damage. Not thread-safe. */
final class FieldReader {

    private final String queryId;
    private final String place;
    private final byte[] bytes;
    private int at;

    /**
     * Starts after the format version.
     *
     * @throws NewerFormatException if a later version of the library wrote the bytes
     */
    FieldReader(String queryId, String place, byte[] bytes, int knownVersion) {
        this.queryId = queryId;
        this.place = place;
        this.bytes = bytes;
        int version = getByte();
        if (version > knownVersion) {
            throw new NewerFormatException("query " + queryId + ", " + place, version, knownVersion);
        }
        if (version == 0) {
            throw damaged("a format version of 0", null);
        }
    }

    int getByte() {
        require(1);
        return bytes[at++] & 0xFF;
    }

    long getCount() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = getByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw damaged("a count without end", null);
    }

    /** A count of things that take a byte each at least. */
    int getSize() {
        long size = getCount();
        if (size > bytes.length - at) {
            throw damaged("a size of " + size + " where " + (bytes.length - at) + " bytes are left", null);
        }
        return (int) size;
    }

    long getLong() {
        require(Long.BYTES);
        long value = ByteBuffer.wrap(bytes, at, Long.BYTES).getLong();
        at += Long.BYTES;
        return value;
    }

    double getDouble() {
        return Double.longBitsToDouble(getLong());
    }

    Instant getMoment() {
        try {
            return Instant.ofEpochSecond(getLong(), getCount());
        } catch (DateTimeException | ArithmeticException e) {
            throw damaged("a moment outside the calendar", e);
        }
    }

    String getText() {
        int size = getSize();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, size))
                    .toString();
            at += size;
            return text;
        } catch (CharacterCodingException e) {
            throw damaged("text that is no UTF-8", e);
        }
    }

    byte[] getBytes() {
        int size = getSize();
        byte[] value = Arrays.copyOfRange(bytes, at, at + size);
        at += size;
        return value;
    }

    /** Makes a value of fields that were read; if they do not fit, that is damage. */
    <T> T fitting(Supplier<T> value) {
        return fitting(queryId, place + ", byte " + at + " of " + bytes.length, value);
    }

    /** A value made of what was stored: where it cannot be, what was stored is damaged. */
    static <T> T fitting(String queryId, String where, Supplier<T> value) {
        try {
            return value.get();
        } catch (RefusedException e) {
            throw damaged(queryId, where, e.getMessage(), e);
        }
    }

    /** Nothing may follow. */
    void end() {
        if (at != bytes.length) {
            throw damaged((bytes.length - at) + " bytes too many", null);
        }
    }

    CorruptStoreException damaged(String found, @Nullable Throwable cause) {
        return damaged(queryId, place + ", byte " + at + " of " + bytes.length, found, cause);
    }

    private static CorruptStoreException damaged(
            String queryId, String where, @Nullable String found, @Nullable Throwable cause) {
        return CorruptStoreException.ofQuery(
                queryId,
                "Where: " + where + ". Expected: bytes of the mirror's format. Found: " + found
                        + ". Next: rebuild the mirror from its log or its sources.",
                cause);
    }

    private void require(int room) {
        if (bytes.length - at < room) {
            throw damaged("an early end", null);
        }
    }
}
