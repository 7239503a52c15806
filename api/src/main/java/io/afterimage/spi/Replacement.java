package io.afterimage.spi;

import io.afterimage.AfterimageException;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.StoreUnavailableException;
import io.afterimage.spi.StorageEngine.RowLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A full resync (C15): gives out an epoch, writes the rows under it in bounded pieces, then flips the query to it. Until
 * the flip nobody sees the epoch; if the flip never comes, it is garbage. Confined to the calling thread.
 */
final class Replacement {

    /** What is written at once; other writers wait for it. */
    static final int PIECE_ROWS = 1_000;

    private static final long PIECE_BYTES = 4L << 20;

    /** At most; where there is no room for so much, the rows are loaded without being indexed. */
    private static final int INDEX_BYTES_PER_ROW = 16;

    /** Fewer rows are not worth a file of their own. */
    private static final int FEWEST_ROWS_TO_LOAD = 5_000;

    /** Which query has which epoch being written aside; keeps the reclaimer off it. Thread-safe. */
    static final class InProgress {

        private final ConcurrentMap<String, Integer> epochs = new ConcurrentHashMap<>();

        boolean isUnderWay(String queryId) {
            return epochs.containsKey(queryId);
        }

        /** The epoch below which nothing is being written aside: at most the given one. */
        int leastEpoch(String queryId, int epoch) {
            int aside = epochs.getOrDefault(queryId, epoch);
            return Integer.compareUnsigned(aside, epoch) < 0 ? aside : epoch;
        }
    }

    private final InProgress inProgress;
    private final Store store;
    private final String queryId;
    private final Position at;
    private final Consumer<byte[]> rowCheck;
    /** Whether this replacement stands in {@link #inProgress}. */
    private boolean registered;

    /** The store, each call under a lease of its own, so that a slow source never delays a close. */
    interface Store {
        <R> R submit(WriteRequest<R> request);

        /** The engine's faster way for rows that nobody sees, if it has one. */
        Optional<RowLoader> rowLoader(int query, int epoch);

        /** Where rows are put aside that do not fit into memory. */
        Path directoryAside();

        /** How much memory the sorting of the rows may take. */
        long sortBytes();
    }

    Replacement(InProgress inProgress, Store store, String queryId, Position at, Consumer<byte[]> rowCheck) {
        this.inProgress = inProgress;
        this.store = store;
        this.queryId = queryId;
        this.at = at;
        this.rowCheck = rowCheck;
    }

    Position run(RowSource source, Map<String, byte[]> sourcePositions) {
        try {
            QueryRecord aside = submit(this::begin);
            try {
                QueryRecord written = writeAside(aside, source);
                return store.submit(new FlipRequest(written.rows(), sourcePositions));
            } catch (Throwable failure) {
                abandon(aside, failure);
                throw failure;
            }
        } finally {
            if (registered) {
                inProgress.epochs.remove(queryId);
            }
        }
    }

    /** The record of the rows aside: the query's number with a fresh epoch and nothing in it. */
    private QueryRecord begin(WriteGroup group) {
        positionAfter(group.current(queryId), at);
        QueryRecord record = group.numbered(queryId);
        int epoch = record.rows().nextEpoch();
        QueryRecord given = record.with(record.rows().epochGivenOut());
        if (inProgress.epochs.putIfAbsent(queryId, epoch) != null) {
            throw new StoreUnavailableException(
                    "Another replacement of the query is under way. Query: " + queryId
                            + ". Next: retry when it is done.",
                    null);
        }
        registered = true;
        group.put(given);
        return given.with(new QueryRecord.Rows(epoch, epoch, epoch, 0, 0));
    }

    private QueryRecord writeAside(QueryRecord aside, RowSource source) {
        try (RowSorter sorter = new RowSorter(store.directoryAside(), store.sortBytes())) {
            long added = 0;
            while (source.next()) {
                byte[] data = source.data();
                rowCheck.accept(data);
                sorter.add(source.rowSignature(), data);
                added++;
            }
            return added < FEWEST_ROWS_TO_LOAD
                    ? writeInPieces(aside, sorter.sorted().walk())
                    : write(aside, added, sorter.sorted());
        }
    }

    private QueryRecord write(QueryRecord aside, long atMost, SortedRows rows) {
        Optional<RowLoader> found = store.rowLoader(aside.number(), aside.rows().epoch());
        if (found.isEmpty()) {
            return writeInPieces(aside, rows.walk());
        }
        boolean indexed = atMost <= submit(WriteGroup::countIndexRoomBytes) / INDEX_BYTES_PER_ROW;
        SignatureIndexBuilder index = indexed ? new SignatureIndexBuilder(atMost) : null;
        QueryRecord loaded;
        try (RowLoader loader = found.get()) {
            loaded = aside.with(new RowLoading(loader, rows, index).run(aside.rows()));
        }
        if (index != null) {
            submit(group -> group.adopt(loaded, index));
        }
        return loaded;
    }

    private QueryRecord writeInPieces(QueryRecord aside, RowWalk rows) {
        QueryRecord written = aside;
        List<RowMutation.Upsert> piece = new ArrayList<>();
        long bytes = 0;
        while (rows.next()) {
            byte[] data = Arrays.copyOfRange(rows.array(), rows.offset(), rows.offset() + rows.length());
            piece.add(new RowMutation.Upsert(rows.rowSignature(), data));
            bytes += data.length;
            if (piece.size() == PIECE_ROWS || bytes >= PIECE_BYTES) {
                written = store.submit(new RowsRequest(written, List.copyOf(piece), bytes));
                piece.clear();
                bytes = 0;
            }
        }
        return piece.isEmpty() ? written : store.submit(new RowsRequest(written, piece, bytes));
    }

    /** The last step; see {@link #flip}. */
    private final class FlipRequest extends WriteRequest<Position> {

        private final QueryRecord.Rows aside;
        private final Map<String, byte[]> sourcePositions;

        FlipRequest(QueryRecord.Rows aside, Map<String, byte[]> sourcePositions) {
            this.aside = aside;
            this.sourcePositions = sourcePositions;
        }

        @Override
        Position plan(WriteGroup group) {
            return flip(group, aside, sourcePositions);
        }

        @Override
        boolean endsGroup() {
            return true;
        }
    }

    private Position flip(WriteGroup group, QueryRecord.Rows aside, Map<String, byte[]> sourcePositions) {
        QueryRecord record = group.current(queryId);
        Position position = positionAfter(record, at);
        boolean newLife =
                record.dropped() || position.generation() != record.position().generation();
        if (newLife) {
            group.batch().deleteSourcePositions(record.number());
        }
        sourcePositions.forEach(
                (source, resumeAt) -> group.batch().putSourcePosition(record.number(), source, resumeAt));
        group.put(record.with(record.rows().flippedTo(aside))
                .with(record.outbox().emptied())
                .at(position));
        return position;
    }

    /** Ends the count index of the rows aside; the rows themselves are the reclaimer's. */
    private void abandon(QueryRecord aside, Throwable failure) {
        try {
            submit(group -> group.abandon(aside.number(), aside.rows().epoch()));
        } catch (AfterimageException e) {
            failure.addSuppressed(e);
        }
    }

    private <R> R submit(Function<WriteGroup, R> plan) {
        return store.submit(WriteRequest.planned(plan));
    }

    /** Where the query will stand, or a refusal if that would rewind it. */
    static Position positionAfter(QueryRecord record, Position at) {
        Position stored = record.position();
        if (at.generation() == 0) {
            return new Position(record.nextGeneration(), at.sequence(), at.configHash());
        }
        if (at.generation() > stored.generation()) {
            return at;
        }
        boolean goesOn =
                !record.dropped() && at.generation() == stored.generation() && at.sequence() >= stored.sequence();
        if (!goesOn) {
            throw new RefusedException("The replacement would rewind the query. Query: " + record.queryId()
                    + ". Stored: " + stored + (record.dropped() ? " (dropped)" : "") + ". Asked for: " + at
                    + ". Next: ask for generation 0, which starts a new life.");
        }
        return new Position(
                stored.generation(), at.sequence(), at.configHash() == 0 ? stored.configHash() : at.configHash());
    }

    /** Writes rows under the epoch aside; gives the record of the rows aside with their new count. */
    private static final class RowsRequest extends WriteRequest<QueryRecord> {

        private final QueryRecord aside;
        private final List<RowMutation.Upsert> rows;
        private final long bytes;

        RowsRequest(QueryRecord aside, List<RowMutation.Upsert> rows, long bytes) {
            this.aside = aside;
            this.rows = rows;
            this.bytes = bytes;
        }

        @Override
        long bytes() {
            return bytes;
        }

        @Override
        void prepare(WriteGroup group) {
            group.prepareRows(aside, rows);
        }

        @Override
        QueryRecord plan(WriteGroup group) {
            return group.applyRows(aside, rows);
        }
    }
}
