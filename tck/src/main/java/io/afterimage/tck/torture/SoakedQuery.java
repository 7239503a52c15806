package io.afterimage.tck.torture;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A query that one thread writes to at random, and what it must show after each write. It never has more than
 * {@link #SIGNATURES} rows. Not thread-safe; one thread at a time.
 */
final class SoakedQuery {

    static final int SIGNATURES = 2_000;

    private static final int LARGE_BATCH = 100;

    private final String id;
    private final SoakedStore store;
    private final Random random;
    private final NavigableMap<Long, Long> versions = new TreeMap<>(Long::compareUnsigned);
    private Position position = Position.NONE;
    private long lastVersion;

    SoakedQuery(String id, SoakedStore store, Random random) {
        this.id = id;
        this.store = store;
        this.random = random;
    }

    /** The next commit, with an entry for the outbox. */
    ResultCommit nextCommit() {
        long sequence = position.sequence() + 1;
        return ResultCommit.of(id, sequence, mutations())
                .outbox(entry(sequence))
                .sourcePosition("source", entry(sequence))
                .build();
    }

    /** What the outbox has at a sequence. */
    static byte[] entry(long sequence) {
        return MadeRow.data(sequence, sequence);
    }

    void committed(ResultCommit commit, CommitResult answer) {
        note(commit.mutations());
        position = answer.position();
        require("Answer", true, answer.applied());
        require("Sequence", commit.sequence(), position.sequence());
        require("Count", new CommitResult.Applied(position, versions.size()), answer);
    }

    void apply() {
        List<RowMutation> mutations = mutations();
        write(store -> store.applyMutations(id, mutations));
        note(mutations);
    }

    void clear() {
        write(store -> store.clear(id));
        versions.clear();
    }

    void reset() {
        position = store.call(store -> store.reset(id, 0, random.nextInt(3)));
        versions.clear();
    }

    void drop() {
        boolean known = store.call(store -> store.drop(id));
        require("Whether it was there", !position.equals(Position.NONE), known);
        position = Position.NONE;
        versions.clear();
    }

    /** Replaces all rows by about every third of the space, in this life of the query or in a new one. */
    void replace() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < SIGNATURES; i++) {
            if (random.nextInt(3) == 0) {
                rows.add(new Row(MadeRow.signature(i), MadeRow.data(MadeRow.signature(i), ++lastVersion)));
            }
        }
        Position at = random.nextBoolean() ? position : Position.NONE;
        position = store.call(store -> store.replaceAll(id, at, RowSource.of(rows)));
        versions.clear();
        rows.forEach(row -> versions.put(row.rowSignature(), MadeRow.version(row.rowSignature(), row.data())));
    }

    private void write(Consumer<LiveResultsStore> call) {
        position = store.call(store -> {
            call.accept(store);
            return position.equals(Position.NONE) ? store.position(id) : position; // it may begin a life
        });
    }

    private List<RowMutation> mutations() {
        List<RowMutation> mutations = new ArrayList<>();
        for (int left = random.nextInt(20) == 0 ? LARGE_BATCH : 1 + random.nextInt(10); left > 0; left--) {
            long signature = MadeRow.signature(random.nextInt(SIGNATURES));
            mutations.add(
                    random.nextInt(3) == 0
                            ? RowMutation.delete(signature)
                            : RowMutation.upsert(signature, MadeRow.data(signature, ++lastVersion)));
        }
        return mutations;
    }

    private void note(List<RowMutation> mutations) {
        for (RowMutation mutation : mutations) {
            if (mutation instanceof RowMutation.Upsert upsert) {
                versions.put(upsert.rowSignature(), MadeRow.version(upsert.rowSignature(), upsert.data()));
            } else {
                versions.remove(mutation.rowSignature());
            }
        }
    }

    /** Reads one row and the count. */
    void look() {
        long signature = MadeRow.signature(random.nextInt(SIGNATURES));
        Optional<byte[]> found = store.call(store -> store.row(id, signature));
        require(
                "Row " + Long.toUnsignedString(signature),
                Optional.ofNullable(versions.get(signature)),
                found.map(data -> MadeRow.version(signature, data)));
        require("Count", (long) versions.size(), store.call(store -> store.rowCount(id)));
    }

    /** Holds all that the store says of it to what it must show. */
    void compare() {
        store.call(store -> {
            try (Snapshot snapshot = store.readSnapshot(id)) {
                require("Position", position, snapshot.position());
                require("Count", (long) versions.size(), snapshot.rowCount());
                NavigableMap<Long, Long> found = new TreeMap<>(Long::compareUnsigned);
                snapshot.toList()
                        .forEach(row -> found.put(row.rowSignature(), MadeRow.version(row.rowSignature(), row.data())));
                require("Versions of the rows", versions, found);
            }
            require("Position", position, store.position(id));
            require("Problems", List.of(), store.verify(id).problems());
            return true;
        });
        look();
    }

    private void require(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError(what + " of query " + id + ". Expected: " + expected + ". Found: " + found + ".");
        }
    }
}
