package io.afterimage.spi;

import java.util.List;
import java.util.function.LongConsumer;

/**
 * Many sorted runs as one walk: of a signature that is in several, the row of the newest run. Counts what it hands out. Not
 * thread-safe; one thread at a time.
 */
final class RowMerge implements RowWalk {

    /** A heap by signature, and of one signature by age: the children of i are at 2i + 1 and 2i + 2. */
    private final Head[] heads;

    private int size;
    private boolean started;
    private long signature;
    private long count;
    private long membership;
    private LongConsumer listener = signature -> {};

    /** A run's cursor; the newest has the age 0. */
    private record Head(SortedRun.Cursor cursor, int age) {

        boolean isBefore(Head other) {
            int order = Long.compareUnsigned(cursor.rowSignature(), other.cursor.rowSignature());
            return order < 0 || (order == 0 && age < other.age);
        }
    }

    /** Merges cursors before their first row; the oldest run's comes first. */
    RowMerge(List<? extends SortedRun.Cursor> cursors) {
        heads = new Head[cursors.size()];
        for (int i = 0; i < heads.length; i++) {
            if (cursors.get(i).next()) {
                heads[size++] = new Head(cursors.get(i), heads.length - 1 - i);
            }
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
    }

    @Override
    public boolean next() {
        while (started && size > 0 && heads[0].cursor.rowSignature() == signature) {
            advanceFirst();
        }
        if (size == 0) {
            return false;
        }
        started = true;
        heads[0].cursor.load();
        signature = heads[0].cursor.rowSignature();
        count++;
        membership += Checksums.ofMember(signature);
        listener.accept(signature);
        return true;
    }

    /** Tells the signature of every row it hands out from now on. */
    RowMerge telling(LongConsumer to) {
        listener = to;
        return this;
    }

    private void advanceFirst() {
        if (!heads[0].cursor.next()) {
            heads[0] = heads[--size];
        }
        siftDown(0);
    }

    private void siftDown(int from) {
        int at = from;
        Head moving = heads[at];
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && heads[child + 1].isBefore(heads[child])) {
                child++;
            }
            if (!heads[child].isBefore(moving)) {
                break;
            }
            heads[at] = heads[child];
            at = child;
        }
        heads[at] = moving;
    }

    @Override
    public long rowSignature() {
        return signature;
    }

    @Override
    public byte[] array() {
        return heads[0].cursor.array();
    }

    @Override
    public int offset() {
        return heads[0].cursor.offset();
    }

    @Override
    public int length() {
        return heads[0].cursor.length();
    }

    /** How many rows it has handed out. */
    long count() {
        return count;
    }

    /** The sum of {@link Checksums#ofMember} over them. */
    long membership() {
        return membership;
    }
}
