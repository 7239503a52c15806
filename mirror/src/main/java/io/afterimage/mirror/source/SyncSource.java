package io.afterimage.mirror.source;

import org.jspecify.annotations.Nullable;

/**
 * Somewhere deltas come from. It keeps nothing that a restart would need: where it stands is its cursor, which the mirror
 * stores in the same write as the deltas. A source is used by one thread at a time.
 *
 * <p>What a source owes: the same cursor pulled again gives the same deltas or newer ones for the same records, never
 * fewer; a cursor holds no secret; an answer that says there is more has moved the cursor.
 */
public interface SyncSource {

    /**
     * The name under which its cursor is stored and its records are marked. It must not change.
     *
     * @return the source id (1 to 1,024 UTF-8 bytes)
     */
    String id();

    /**
     * Gets the deltas that follow a cursor. Nothing that was pulled is taken for applied until its cursor comes back.
     *
     * @param cursor where to resume, null for the beginning
     * @return the deltas in order, and where to resume after them
     * @throws SourceException if they cannot be had; nothing was taken, and the cursor is still good unless the error is a
     *     {@link StaleCursorException}
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    Pulled pull(@Nullable String cursor) throws InterruptedException;

    /**
     * Gets deltas as they come, from a cursor on. A source that only answers questions is asked again and again: at once
     * while it has more, else after a pause.
     *
     * @param cursor where to resume, null for the beginning
     * @param pacing how long to pause
     * @return the stream, to be closed by the caller
     */
    default SourceSubscription subscribe(@Nullable String cursor, Pacing pacing) {
        return new PollingSubscription(this, cursor, pacing);
    }
}
