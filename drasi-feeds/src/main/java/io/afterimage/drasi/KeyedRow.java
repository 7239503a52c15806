package io.afterimage.drasi;

import io.afterimage.RefusedException;
import io.afterimage.reactions.RowDiff;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One row without a signature, while an emission is applied to it. Not thread-safe; one thread at a time. */
final class KeyedRow {

    private final RowKey key;
    private final RawJson first;
    private final byte @Nullable [] before;

    private RawJson json;
    private long copies;

    /**
     * Starts with what is stored.
     *
     * @param key its key
     * @param first the row as it is stored, or as it is told first
     * @param before its stored bytes, null where it is absent
     */
    KeyedRow(RowKey key, RawJson first, byte @Nullable [] before) {
        this.key = key;
        this.first = first;
        this.before = before;
        this.json = first;
        this.copies = before == null ? 0 : DrasiRow.copies(ByteBuffer.wrap(before));
    }

    RowKey key() {
        return key;
    }

    RawJson first() {
        return first;
    }

    long copies() {
        return copies;
    }

    void copies(long number) {
        copies = number;
    }

    void json(RawJson row) {
        json = row;
    }

    /** How many copies more were taken away than there were. */
    long missingCopies() {
        return Math.max(0, -copies);
    }

    /** What became of it; null where it neither was nor is there. */
    @Nullable
    RowDiff diff() {
        if (copies <= 0) {
            return before == null ? null : new RowDiff.Removed(key.signature(), before);
        }
        byte[] after = DrasiRow.envelope(key.fingerprint(), storableCopies(), json.bytes());
        return before == null
                ? new RowDiff.Added(key.signature(), after)
                : new RowDiff.Updated(key.signature(), before, after);
    }

    private int storableCopies() {
        if (copies > Integer.MAX_VALUE) {
            throw new RefusedException("There are too many equal rows. Row: " + json + ". Expected: up to "
                    + Integer.MAX_VALUE + ". Found: " + copies + ".");
        }
        return (int) copies;
    }
}
