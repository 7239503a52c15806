package io.afterimage.tck.torture;

import io.afterimage.LiveResultsStore;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import io.afterimage.StoreClosedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Reads what others write: single rows, counts, and snapshots, which it keeps for a while and reads again, in parts. Of
 * every two tides it keeps snapshots in one and none in the other, when the store may catch up with what they held back.
 * One thread at a time.
 */
final class SoakReader implements AutoCloseable {

    private static final int MOST_HELD = 4;
    private static final int MOST_PARTS = 5;

    private final SoakedStore store;
    private final List<String> queries;
    private final Random random;
    private final int stepsOfATide;
    private final Deque<Held> held = new ArrayDeque<>();
    private long steps;

    SoakReader(SoakedStore store, List<String> queries, Random random, int stepsOfATide) {
        this.store = store;
        this.queries = queries;
        this.random = random;
        this.stepsOfATide = stepsOfATide;
    }

    /** An open snapshot, the store that opened it, what it showed, and the step in which it goes. */
    private record Held(Snapshot snapshot, LiveResultsStore openedBy, long shown, long until) {}

    void step() {
        steps++;
        Held oldest = held.peek();
        if (oldest != null && oldest.until <= steps) {
            held.remove();
            lookAgain(oldest);
        } else if (isHighTide() && held.size() < MOST_HELD && random.nextBoolean()) {
            open();
        } else {
            look();
        }
    }

    private String query() {
        return queries.get(random.nextInt(queries.size()));
    }

    private void look() {
        String query = query();
        long signature = MadeRow.signature(random.nextInt(SoakedQuery.SIGNATURES));
        store.call(store -> store.row(query, signature)).ifPresent(data -> MadeRow.version(signature, data));
        long count = store.call(store -> store.rowCount(query));
        if (count > SoakedQuery.SIGNATURES) {
            throw new AssertionError("Query " + query + " has more rows than there are signatures. Expected: up to "
                    + SoakedQuery.SIGNATURES + ". Found: " + count + ".");
        }
    }

    private void open() {
        store.call(openedBy -> {
            Snapshot snapshot = openedBy.readSnapshot(query());
            try {
                long shown = walk(snapshot, List.of(snapshot.cursor()));
                return held.add(new Held(snapshot, openedBy, shown, lastStep()));
            } catch (RuntimeException | AssertionError e) {
                snapshot.close();
                throw e;
            }
        });
    }

    private boolean isHighTide() {
        return steps / stepsOfATide % 2 == 0;
    }

    /** When a snapshot that is opened now goes: mostly soon, and never after the end of the tide. */
    private long lastStep() {
        int longest = (int) (stepsOfATide - steps % stepsOfATide);
        return steps + 1 + random.nextInt(random.nextInt(4) == 0 ? longest : Math.max(1, longest / 10));
    }

    private void lookAgain(Held before) {
        try (Snapshot snapshot = before.snapshot) {
            long shown = walk(snapshot, snapshot.split(1 + random.nextInt(MOST_PARTS)));
            if (shown != before.shown) {
                throw new AssertionError(
                        "A snapshot of query " + snapshot.queryId() + " shows other rows than before.");
            }
        } catch (StoreClosedException e) {
            store.next(before.openedBy, e);
        }
    }

    /** Reads all rows and gives a fingerprint of them, in order. */
    private static long walk(Snapshot snapshot, List<RowCursor> parts) {
        long fingerprint = snapshot.position().hashCode();
        long rows = 0;
        for (RowCursor part : parts) {
            try (part) {
                while (part.next()) {
                    long version = MadeRow.version(part.rowSignature(), part.copyData());
                    fingerprint = 31 * (31 * fingerprint + part.rowSignature()) + version;
                    rows++;
                }
            }
        }
        if (rows != snapshot.rowCount()) {
            throw new AssertionError("A snapshot of query " + snapshot.queryId() + " counts wrongly. Expected: " + rows
                    + ". Found: " + snapshot.rowCount() + ".");
        }
        return fingerprint;
    }

    @Override
    public void close() {
        held.forEach(each -> each.snapshot.close());
        held.clear();
    }
}
