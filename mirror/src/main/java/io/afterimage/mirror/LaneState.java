package io.afterimage.mirror;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;

/**
 * Where the writer lane stands, as read from the store and moved by its own commits. It is thrown away, and read again,
 * whenever somebody else wrote or nobody knows what was written. Confined to the lane.
 */
final class LaneState {

    private final LiveResultsStore store;
    private final Signatures signatures;
    private final RowCache rows;
    private final OldestRows<LogIndexRow> log;
    private final OldestRows<ExpiryRow> expiry;
    private final long life;
    private long head;
    private long batches;
    private long numbersKept;
    private long entriesKept;

    private LaneState(LiveResultsStore store, Signatures signatures, RowCache rows) {
        this.store = store;
        this.signatures = signatures;
        this.rows = rows;
        log = new OldestRows<>(store, MirrorQueries.LOG, LogIndexRow::decode);
        expiry = new OldestRows<>(store, MirrorQueries.EXPIRY, ExpiryRow::decode);
        batches = store.position(MirrorQueries.RESOURCES).sequence(); // first: what is written from now on is noticed
        Position at = store.position(MirrorQueries.LOG);
        life = at.configHash();
        head = at.sequence();
        entriesKept = store.rowCount(MirrorQueries.LOG);
        numbersKept = numbersKept(store);
    }

    static LaneState read(LiveResultsStore store, Signatures signatures, RowCache rows) {
        return new LaneState(store, signatures, rows);
    }

    private static long numbersKept(LiveResultsStore store) {
        long numbers = 0;
        try (Snapshot snapshot = store.readSnapshot(MirrorQueries.LOG);
                RowCursor index = snapshot.cursor()) {
            while (index.next()) {
                numbers += LogIndexRow.decode(index.rowSignature(), index.copyData())
                        .width();
            }
        }
        return numbers;
    }

    LiveResultsStore store() {
        return store;
    }

    Signatures signatures() {
        return signatures;
    }

    RowCache rows() {
        return rows;
    }

    OldestRows<LogIndexRow> log() {
        return log;
    }

    OldestRows<ExpiryRow> expiry() {
        return expiry;
    }

    long life() {
        return life;
    }

    long head() {
        return head;
    }

    /** How many batches have been written: what keeps two lanes on one store apart. */
    long batches() {
        return batches;
    }

    /** How many event numbers the log holds. */
    long numbersKept() {
        return numbersKept;
    }

    /** How many entries the log holds. */
    long entriesKept() {
        return entriesKept;
    }

    void moved(long newHead, long numbers, long entries) {
        head = newHead;
        batches++;
        numbersKept = numbers;
        entriesKept = entries;
    }
}
