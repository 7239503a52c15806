package io.afterimage.spi;

import io.afterimage.Verification;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An honest engine of heap maps: views are frozen, a batch is there whole or not at all, and what is misused or left open
 * is remembered on its {@link HeapDisk}, which also outlives it. Thread-safe.
 */
final class HeapEngine implements StorageEngine {

    private static final int DELETES_AT_ONCE = 64;

    private final HeapDisk disk;
    private final AtomicReference<@Nullable Thread> writer = new AtomicReference<>();
    private volatile boolean closed;

    HeapEngine(HeapDisk disk) {
        this.disk = disk;
        disk.opened("engine");
    }

    private void call(String name) {
        disk.require(!closed, name + " on a closed engine");
        disk.call(name);
    }

    @Override
    public List<QueryRecord> readQueries() {
        call("readQueries");
        return List.copyOf(disk.state().queries.values());
    }

    @Override
    public EngineBatch newBatch() {
        call("newBatch");
        disk.require(writer.compareAndSet(null, Thread.currentThread()), "a second batch");
        disk.opened("batch");
        return new HeapBatch();
    }

    @Override
    public EngineView openView() {
        call("openView");
        disk.opened("view");
        return new HeapView(disk, disk.state());
    }

    @Override
    public Optional<byte[]> row(QueryRecord query, long rowSignature) {
        call("row");
        return Optional.ofNullable(
                disk.state().rowsOf(query.number(), query.rows().epoch()).get(rowSignature));
    }

    @Override
    public void rowsPresent(int query, int epoch, long[] signatures, int count, boolean[] present) {
        disk.require(writer.get() == null, "rowsPresent with an open batch");
        call("rowsPresent");
        Map<Long, byte[]> rows = disk.state().rowsOf(query, epoch);
        for (int i = 0; i < count; i++) {
            present[i] = rows.containsKey(signatures[i]);
        }
    }

    @Override
    public Verification check() {
        call("check");
        return new Verification("heap", List.of(), List.of());
    }

    @Override
    public void close() {
        disk.require(!closed, "a second close");
        closed = true;
        disk.closed("engine");
        disk.require(disk.openThings() == 0, "things open after the engine: " + disk.openThings());
        disk.call("close");
    }

    /** One atomic write: a copy of the state, which is put in its place at the commit. */
    private final class HeapBatch implements EngineBatch {

        private final HeapState next = disk.state().copy();
        /** What is no longer shared with the committed state. */
        private final Set<Object> own = new HashSet<>();

        private boolean committed;
        private boolean ended;

        private void step(String name) {
            disk.require(Thread.currentThread().equals(writer.get()), name + " by another thread");
            disk.require(!committed && !ended, name + " after the end of its batch");
            call(name);
        }

        @Override
        public void putRow(int query, int epoch, long rowSignature, byte[] data) {
            step("putRow");
            changeRows(query, epoch).put(rowSignature, data.clone());
        }

        @Override
        public void deleteRow(int query, int epoch, long rowSignature) {
            step("deleteRow");
            changeRows(query, epoch).remove(rowSignature);
        }

        private NavigableMap<Long, byte[]> changeRows(int query, int epoch) {
            HeapState.Epoch key = new HeapState.Epoch(query, epoch);
            NavigableMap<Long, byte[]> rows = next.rowsOf(query, epoch);
            if (own.add(key) || !next.rows.containsKey(key)) {
                rows = new TreeMap<>(rows);
                next.rows.put(key, rows);
            }
            return rows;
        }

        @Override
        public boolean deleteEpochs(int query, int fromEpoch, int toEpoch) {
            step("deleteEpochs");
            int deleted = 0;
            for (int epoch = fromEpoch; epoch != toEpoch; epoch++) {
                HeapState.Epoch key = new HeapState.Epoch(query, epoch);
                deleted += next.rowsOf(query, epoch).size();
                if (deleted > DELETES_AT_ONCE) {
                    changeRows(query, epoch).keySet().stream()
                            .limit(DELETES_AT_ONCE)
                            .toList()
                            .forEach(changeRows(query, epoch)::remove);
                    return false;
                }
                next.rows.remove(key);
            }
            return true;
        }

        @Override
        public void putOutbox(int query, OutboxRecord entry) {
            step("putOutbox");
            OutboxRecord other = changeOutbox(query).put(entry.ordinal(), entry);
            disk.require(other == null, "an ordinal used twice: " + entry.ordinal());
        }

        @Override
        public long deleteOutbox(int query, long fromOrdinal, long toOrdinal) {
            step("deleteOutbox");
            long to = Math.min(toOrdinal, fromOrdinal + DELETES_AT_ONCE);
            changeOutbox(query).subMap(fromOrdinal, to).clear();
            return to;
        }

        private NavigableMap<Long, OutboxRecord> changeOutbox(int query) {
            NavigableMap<Long, OutboxRecord> entries = next.outboxOf(query);
            if (own.add(query)) {
                entries = new TreeMap<>(entries);
                next.outbox.put(query, entries);
            }
            return entries;
        }

        @Override
        public void putQuery(QueryRecord record) {
            step("putQuery");
            next.queries.put(record.number(), record);
        }

        @Override
        public void putSourcePosition(int query, String sourceId, byte[] position) {
            step("putSourcePosition");
            NavigableMap<String, byte[]> changed = new TreeMap<>(next.sources.getOrDefault(query, new TreeMap<>()));
            changed.put(sourceId, position.clone());
            next.sources.put(query, changed);
        }

        @Override
        public void deleteSourcePositions(int query) {
            step("deleteSourcePositions");
            next.sources.remove(query);
        }

        @Override
        public void commit() {
            step("commit");
            committed = true;
            disk.commit(next);
            disk.call("committed");
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                writer.set(null);
                disk.closed("batch");
                disk.call("closeBatch");
            }
        }
    }
}
