package io.afterimage;

import java.util.Iterator;

/**
 * Where {@link LiveResultsStore#replaceAll} reads the rows of a full resync from: a forward walk, read once, by one
 * thread, in any signature order. Of a signature that comes twice the last one wins. Any exception it throws reaches the
 * caller of {@code replaceAll} unchanged, and the old state stays.
 */
public interface RowSource {

    /**
     * Moves to the next row.
     *
     * @return true if there is one
     */
    boolean next();

    /**
     * The current row's signature.
     *
     * @return an unsigned 64-bit number
     */
    long rowSignature();

    /**
     * The current row's bytes.
     *
     * @return the bytes; the store is done with the array before it calls {@link #next} again
     */
    byte[] data();

    /**
     * The rows of an iterable, in its order.
     *
     * @param rows the rows
     * @return a source that reads them once
     */
    static RowSource of(Iterable<Row> rows) {
        Iterator<Row> iterator = rows.iterator();
        return new RowSource() {
            private Row current = new Row(0, new byte[0]);

            @Override
            public boolean next() {
                if (!iterator.hasNext()) {
                    return false;
                }
                current = iterator.next();
                return true;
            }

            @Override
            public long rowSignature() {
                return current.rowSignature();
            }

            @Override
            public byte[] data() {
                return current.data();
            }
        };
    }

    /**
     * The rows of a cursor, in its order. The cursor is not closed.
     *
     * @param cursor a cursor before its first row
     * @return a source that reads the rest of it
     */
    static RowSource of(RowCursor cursor) {
        return new RowSource() {
            @Override
            public boolean next() {
                return cursor.next();
            }

            @Override
            public long rowSignature() {
                return cursor.rowSignature();
            }

            @Override
            public byte[] data() {
                return cursor.copyData();
            }
        };
    }
}
