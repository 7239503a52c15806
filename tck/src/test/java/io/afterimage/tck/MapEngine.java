package io.afterimage.tck;

import io.afterimage.Verification;
import io.afterimage.spi.EngineBatch;
import io.afterimage.spi.EngineView;
import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import io.afterimage.spi.StorageEngine;
import io.afterimage.tck.MapData.OutboxKey;
import io.afterimage.tck.MapData.RowKey;
import io.afterimage.tck.MapData.SourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The simplest engine there can be, so that the kit can be run on the store's core alone: sorted maps in memory, copied
 * by every write. Thread-safe.
 */
final class MapEngine implements StorageEngine {

    /** Where states go. */
    interface Sink {

        /** A state was committed. */
        void committed(MapData state);

        /** The engine is closed with this state. */
        void closed(MapData state);
    }

    private final Sink sink;
    private MapData current;

    MapEngine(MapData initial, Sink sink) {
        this.current = initial;
        this.sink = sink;
    }

    @Override
    public synchronized List<QueryRecord> readQueries() {
        return List.copyOf(current.queries().values());
    }

    @Override
    public EngineBatch newBatch() {
        return new Batch();
    }

    @Override
    public synchronized EngineView openView() {
        return new MapView(current);
    }

    @Override
    public synchronized Optional<byte[]> row(QueryRecord query, long rowSignature) {
        return Optional.ofNullable(current.rows()
                        .get(new RowKey(query.number(), query.rows().epoch(), rowSignature)))
                .map(byte[]::clone);
    }

    @Override
    public synchronized void rowsPresent(int query, int epoch, long[] signatures, int count, boolean[] present) {
        for (int i = 0; i < count; i++) {
            present[i] = current.rows().containsKey(new RowKey(query, epoch, signatures[i]));
        }
    }

    @Override
    public synchronized Verification check() {
        return new Verification("maps", List.of(current.rows().size() + " rows in memory"), List.of());
    }

    @Override
    public synchronized void close() {
        sink.closed(current);
    }

    private synchronized void write(List<Consumer<MapData>> changes) {
        MapData next = current.copy(); // views go on showing the old one, and so do all if the sink fails
        changes.forEach(change -> change.accept(next));
        sink.committed(next);
        current = next;
    }

    /** Collects changes. */
    private final class Batch implements EngineBatch {

        private final List<Consumer<MapData>> changes = new ArrayList<>();

        @Override
        public void putRow(int query, int epoch, long rowSignature, byte[] data) {
            byte[] copy = data.clone();
            changes.add(maps -> maps.rows().put(new RowKey(query, epoch, rowSignature), copy));
        }

        @Override
        public void deleteRow(int query, int epoch, long rowSignature) {
            changes.add(maps -> maps.rows().remove(new RowKey(query, epoch, rowSignature)));
        }

        @Override
        public boolean deleteEpochs(int query, int fromEpoch, int toEpoch) {
            changes.add(maps -> maps.rows()
                    .subMap(new RowKey(query, fromEpoch, 0), new RowKey(query, toEpoch, 0))
                    .clear());
            return true;
        }

        @Override
        public void putOutbox(int query, OutboxRecord entry) {
            OutboxRecord copy = new OutboxRecord(
                    entry.ordinal(),
                    entry.previousSequence(),
                    entry.sequence(),
                    entry.data().clone());
            changes.add(maps -> maps.outbox().put(new OutboxKey(query, entry.ordinal()), copy));
        }

        @Override
        public long deleteOutbox(int query, long fromOrdinal, long toOrdinal) {
            changes.add(maps -> maps.outbox()
                    .subMap(new OutboxKey(query, fromOrdinal), new OutboxKey(query, toOrdinal))
                    .clear());
            return toOrdinal;
        }

        @Override
        public void putQuery(QueryRecord record) {
            changes.add(maps -> maps.queries().put(record.number(), record));
        }

        @Override
        public void putSourcePosition(int query, String sourceId, byte[] position) {
            byte[] copy = position.clone();
            changes.add(maps -> maps.sources().put(new SourceKey(query, sourceId), copy));
        }

        @Override
        public void deleteSourcePositions(int query) {
            changes.add(maps -> maps.sources()
                    .subMap(new SourceKey(query, ""), new SourceKey(query + 1, ""))
                    .clear());
        }

        @Override
        public void commit() {
            write(changes);
        }

        @Override
        public void close() {
            changes.clear();
        }
    }
}
