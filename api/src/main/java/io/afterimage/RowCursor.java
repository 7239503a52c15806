package io.afterimage;

import java.nio.ByteBuffer;

/**
 * A forward walk over the rows of a {@link Snapshot}, or of one part of it, in unsigned ascending signature order. It
 * allocates nothing per row. Every row it yields has passed its checksum; a walk that ends has yielded every row.
 *
 * <p>Not thread-safe; one thread at a time. It may be closed from any thread.
 */
public interface RowCursor extends AutoCloseable {

    /**
     * Moves to the next row.
     *
     * @return true if there is one, false at the end of the data
     * @throws CorruptStoreException if the next row is damaged, or if the end is reached and rows are missing; the
     *     cursor stays unusable
     * @throws StoreClosedException if the cursor, its snapshot or its store is closed
     */
    boolean next();

    /**
     * The current row's signature.
     *
     * @return an unsigned 64-bit number
     * @throws IllegalStateException if there is no current row
     */
    long rowSignature();

    /**
     * The current row's bytes, as a view.
     *
     * @return a read-only heap buffer that holds the row from its position to its limit; valid until the next call of
     *     {@link #next} or {@link #close}
     * @throws IllegalStateException if there is no current row
     */
    ByteBuffer data();

    /**
     * The current row's bytes, as a copy.
     *
     * @return a fresh array
     * @throws IllegalStateException if there is no current row
     */
    default byte[] copyData() {
        ByteBuffer view = data();
        byte[] copy = new byte[view.remaining()];
        view.get(view.position(), copy);
        return copy;
    }

    /** Ends the walk. Idempotent, safe from any thread. The snapshot stays open. */
    @Override
    void close();
}
