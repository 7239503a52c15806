package io.afterimage.spi;

import io.afterimage.AfterimageException;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.StoreUnavailableException;
import io.afterimage.spi.StorageEngine.RowLoader;
import java.util.ArrayList;
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

    /** What is sorted at once: rows in the order of their signatures lie well in any engine. */
    static final int CHUNK_ROWS = 100_000;

    /** Of rows with their objects; a small part of a small heap. */
    private static final long CHUNK_BYTES =
            Math.max(4L << 20, Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 32));

    private static final int ROW_OVERHEAD_BYTES = 64;

    /** What is written at once; other writers wait for it. */
    private static final int PIECE_ROWS = 1_000;

    private static final long PIECE_BYTES = 4L << 20;

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
        Optional<RowLoader> rowLoader();
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
        QueryRecord written = aside;
        List<RowMutation.Upsert> chunk = new ArrayList<>();
        long bytes = 0;
        while (source.next()) {
            byte[] data = source.data();
            rowCheck.accept(data);
            chunk.add(new RowMutation.Upsert(source.rowSignature(), data.clone()));
            bytes += data.length + ROW_OVERHEAD_BYTES;
            if (chunk.size() == CHUNK_ROWS || bytes >= CHUNK_BYTES) {
                written = write(written, chunk);
                chunk.clear();
                bytes = 0;
            }
        }
        return write(written, chunk);
    }

    private QueryRecord write(QueryRecord aside, List<RowMutation.Upsert> chunk) {
        List<RowMutation.Upsert> rows = lastOfEachInOrder(chunk);
        Optional<RowLoader> loader = rows.size() < FEWEST_ROWS_TO_LOAD ? Optional.empty() : store.rowLoader();
        return loader.isPresent() ? load(loader.get(), aside, rows) : writeInPieces(aside, rows);
    }

    /** The last row of each signature, in the order of the signatures. */
    private static List<RowMutation.Upsert> lastOfEachInOrder(List<RowMutation.Upsert> chunk) {
        chunk.sort((left, right) -> Long.compareUnsigned(left.rowSignature(), right.rowSignature())); // is stable
        List<RowMutation.Upsert> rows = new ArrayList<>(chunk.size());
        for (int i = 0; i < chunk.size(); i++) {
            boolean last = i + 1 == chunk.size()
                    || chunk.get(i + 1).rowSignature() != chunk.get(i).rowSignature();
            if (last) {
                rows.add(chunk.get(i));
            }
        }
        return rows;
    }

    /** Counted first: the count index looks into the engine for what it has forgotten. */
    private QueryRecord load(RowLoader loader, QueryRecord aside, List<RowMutation.Upsert> rows) {
        QueryRecord counted = store.submit(new CountRequest(aside, rows));
        loader.load(aside.number(), aside.rows().epoch(), rows);
        return counted;
    }

    private QueryRecord writeInPieces(QueryRecord aside, List<RowMutation.Upsert> rows) {
        QueryRecord written = aside;
        int from = 0;
        long bytes = 0;
        for (int to = 1; to <= rows.size(); to++) {
            bytes += rows.get(to - 1).data().length;
            if (to - from == PIECE_ROWS || bytes >= PIECE_BYTES || to == rows.size()) {
                written = store.submit(new RowsRequest(written, rows.subList(from, to), bytes));
                from = to;
                bytes = 0;
            }
        }
        return written;
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

    /** Counts rows under the epoch aside; gives the record of the rows aside with their new count. */
    private static class CountRequest extends WriteRequest<QueryRecord> {

        final QueryRecord aside;
        final List<RowMutation.Upsert> rows;

        CountRequest(QueryRecord aside, List<RowMutation.Upsert> rows) {
            this.aside = aside;
            this.rows = rows;
        }

        @Override
        void prepare(WriteGroup group) {
            group.prepareRows(aside, rows);
        }

        @Override
        QueryRecord plan(WriteGroup group) {
            return group.countRows(aside, rows);
        }
    }

    /** The same, and writes them. */
    private static final class RowsRequest extends CountRequest {

        private final long bytes;

        RowsRequest(QueryRecord aside, List<RowMutation.Upsert> rows, long bytes) {
            super(aside, rows);
            this.bytes = bytes;
        }

        @Override
        long bytes() {
            return bytes;
        }

        @Override
        QueryRecord plan(WriteGroup group) {
            return group.applyRows(aside, rows);
        }
    }
}
