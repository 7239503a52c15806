package io.afterimage;

import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * All rows of one query at exactly one moment (C7). Rows, count and position agree and stay as they are while it is open,
 * whatever is written, cleared, reset or dropped meanwhile. Heap use does not grow with the number of rows.
 *
 * <p>An open snapshot keeps the engine from reclaiming what it shows: close it. One that is never closed is reported with
 * the place that opened it. Every call but {@link #queryId} and {@link #close} throws {@link StoreClosedException} once
 * it or its store is closed. Thread-safe; each cursor is used by one thread at a time.
 */
public interface Snapshot extends AutoCloseable {

    /**
     * The query it shows.
     *
     * @return the query id
     */
    String queryId();

    /**
     * Where the rows stand.
     *
     * @return the position, {@link Position#NONE} for a query the store does not know
     */
    Position position();

    /**
     * How many rows it shows.
     *
     * @return the exact number, without scanning
     */
    long rowCount();

    /**
     * Opens a walk over all rows. Any number of walks may be open.
     *
     * @return a new cursor before the first row, to be closed by the caller; closed with the snapshot at the latest
     * @throws StoreClosedException if the snapshot or the store is closed
     */
    RowCursor cursor();

    /**
     * Opens a walk over the rows from a signature on, for paging: its cost does not depend on the rows before. A row that
     * is missing from such a walk is noticed by walks over all rows only.
     *
     * @param firstSignature the least signature to yield, unsigned; it need not be there
     * @return a new cursor before that row, to be closed by the caller; closed with the snapshot at the latest
     * @throws StoreClosedException if the snapshot or the store is closed
     */
    RowCursor cursorFrom(long firstSignature);

    /**
     * Opens walks over {@code parts} ranges of the signature space, for reading in parallel. The parts are equal ranges
     * of the unsigned 64-bit space, so uniform signatures balance them without sampling; together they yield every row
     * exactly once. On SQLite the parts share one connection and take turns.
     *
     * @param parts the number of ranges (1 to 1,024)
     * @return that many new cursors in ascending order of their ranges; closed with the snapshot at the latest
     * @throws RefusedException if {@code parts} is outside its limits
     * @throws StoreClosedException if the snapshot or the store is closed
     */
    List<RowCursor> split(int parts);

    /**
     * All rows as a lazy sequential stream in unsigned ascending signature order.
     *
     * @return a stream whose {@code close} closes the walk, not the snapshot
     * @throws StoreClosedException if the snapshot or the store is closed; later, from the stream, also
     *     {@link CorruptStoreException}
     */
    default Stream<Row> stream() {
        RowCursor cursor = cursor();
        Spliterator<Row> rows =
                new Spliterators.AbstractSpliterator<>(
                        Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL) {
                    @Override
                    public boolean tryAdvance(Consumer<? super Row> action) {
                        if (!cursor.next()) {
                            return false;
                        }
                        action.accept(new Row(cursor.rowSignature(), cursor.copyData()));
                        return true;
                    }
                };
        return StreamSupport.stream(rows, false).onClose(cursor::close);
    }

    /**
     * All rows in memory, for small results.
     *
     * @return a new list in unsigned ascending signature order
     * @throws StoreClosedException if the snapshot or the store is closed
     * @throws CorruptStoreException if a row is damaged or missing
     */
    default List<Row> toList() {
        List<Row> rows = new ArrayList<>();
        try (RowCursor cursor = cursor()) {
            while (cursor.next()) {
                rows.add(new Row(cursor.rowSignature(), cursor.copyData()));
            }
        }
        return rows;
    }

    /** Ends the snapshot and every walk of it. Idempotent, safe from any thread. */
    @Override
    void close();
}
