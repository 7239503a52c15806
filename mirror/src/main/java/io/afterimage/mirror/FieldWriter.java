package io.afterimage.mirror;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Puts fields one after the other; {@link FieldReader} takes them out again. Not thread-safe. */
final class FieldWriter {

    private byte[] bytes = new byte[256];
    private int length;

    /** Starts with the format version. */
    FieldWriter(int formatVersion) {
        putByte(formatVersion);
    }

    FieldWriter putByte(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** Base 128, least significant first; one byte for small numbers (0 or more). */
    FieldWriter putCount(long value) {
        long rest = value;
        while (rest >= 0x80) {
            putByte((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        return putByte((int) rest);
    }

    FieldWriter putLong(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            putByte((int) (value >>> shift));
        }
        return this;
    }

    FieldWriter putDouble(double value) {
        return putLong(Double.doubleToLongBits(value));
    }

    FieldWriter putMoment(Instant moment) {
        return putLong(moment.getEpochSecond()).putCount(moment.getNano());
    }

    FieldWriter putText(String text) {
        return putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    FieldWriter putBytes(byte[] value) {
        putCount(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int room) {
        if (bytes.length - length < room) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, room), (int) Math.min(2L * length, 1 << 30)));
        }
    }
}
