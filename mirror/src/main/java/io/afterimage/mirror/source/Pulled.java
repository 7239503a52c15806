package io.afterimage.mirror.source;

import io.afterimage.mirror.Delta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one pull gave. Immutable.
 *
 * @param deltas the deltas, in the order in which they are to be applied
 * @param cursor where to resume after them; null leaves the stored cursor as it is
 * @param hasMore whether it pays to pull again at once; then the cursor has moved, or the source has none
 */
public record Pulled(List<Delta> deltas, @Nullable String cursor, boolean hasMore) {

    /** Copies the list. */
    public Pulled {
        deltas = List.copyOf(deltas);
    }

    /**
     * Deltas with more to come.
     *
     * @param deltas the deltas, in order
     * @param cursor where to resume after them; null leaves the stored cursor as it is
     * @return what was pulled
     */
    public static Pulled more(List<Delta> deltas, @Nullable String cursor) {
        return new Pulled(deltas, cursor, true);
    }

    /**
     * The last deltas for now.
     *
     * @param deltas the deltas, in order
     * @param cursor where to resume after them; null leaves the stored cursor as it is
     * @return what was pulled
     */
    public static Pulled last(List<Delta> deltas, @Nullable String cursor) {
        return new Pulled(deltas, cursor, false);
    }

    /**
     * Nothing, and the cursor stays.
     *
     * @return what was pulled
     */
    public static Pulled nothing() {
        return last(List.of(), null);
    }

    /**
     * Whether it neither holds a delta nor a cursor that differs from the one it was asked with.
     *
     * @param asked the cursor the source was asked with
     * @return true if there is nothing to store
     */
    public boolean changesNothing(@Nullable String asked) {
        return deltas.isEmpty() && (cursor == null || cursor.equals(asked));
    }
}
