package io.afterimage.drasi;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a diff says, as the first 16 bytes of the SHA-256 of a canonical encoding: diffs that say the same have one hash,
 * however their rows are written (order of members, digits of numbers). Immutable.
 *
 * <p>Layout of what is hashed: {@code docs/formats/held-parts.md}.
 */
record ContentHash(long high, long low) {

    /** How long one is. */
    static final int BYTES = 16;

    /** What a diff says. */
    static ContentHash of(RowChange change) {
        ByteArrayOutputStream encoding = new ByteArrayOutputStream();
        RowChange.Hint hint = change.hint();
        if (change instanceof RowChange.Put put) {
            encoding.write(0);
            write(encoding, put.before());
            write(encoding, put.after());
        } else if (change instanceof RowChange.Remove remove) {
            encoding.write(1);
            write(encoding, remove.before());
        }
        write(encoding, hint.signature());
        write(encoding, hint.groupingKeys());
        ByteBuffer hash = ByteBuffer.wrap(sha256(encoding.toByteArray()));
        return new ContentHash(hash.getLong(), hash.getLong());
    }

    private static byte[] sha256(byte[] encoding) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(encoding);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static void write(ByteArrayOutputStream encoding, @Nullable RawJson row) {
        if (row == null) {
            encoding.write(0);
            return;
        }
        try {
            byte[] canonical = KeyEncoding.ofFullRow(row);
            encoding.write(1);
            writeBytes(encoding, canonical);
        } catch (UnusableLineException e) { // a row that no key can be made of is compared as it is written
            encoding.write(2);
            writeBytes(encoding, row.bytes());
        }
    }

    private static void write(ByteArrayOutputStream encoding, @Nullable Long signature) {
        encoding.write(signature == null ? 0 : 1);
        if (signature != null) {
            encoding.writeBytes(
                    ByteBuffer.allocate(Long.BYTES).putLong(signature).array());
        }
    }

    private static void write(ByteArrayOutputStream encoding, @Nullable List<String> columns) {
        encoding.write(columns == null ? 0 : 1);
        if (columns != null) {
            encoding.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(columns.size()).array());
            columns.forEach(column -> writeBytes(encoding, column.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void writeBytes(ByteArrayOutputStream encoding, byte[] bytes) {
        encoding.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        encoding.writeBytes(bytes);
    }
}
