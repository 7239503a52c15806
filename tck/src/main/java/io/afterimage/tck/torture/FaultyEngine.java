package io.afterimage.tck.torture;

import io.afterimage.Verification;
import io.afterimage.spi.EngineBatch;
import io.afterimage.spi.EngineView;
import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import io.afterimage.spi.RowChunk;
import io.afterimage.spi.RowWalk;
import io.afterimage.spi.StorageEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An engine that fails where a {@link FaultPlan} says, and otherwise passes every call on to a real one. As thread-safe as
 * that one.
 */
public final class FaultyEngine implements StorageEngine {

    private final StorageEngine inner;
    private final FaultPlan plan;

    /**
     * Puts the plan before an engine.
     *
     * @param inner the engine that works; closed by this one
     * @param plan where to fail
     */
    public FaultyEngine(StorageEngine inner, FaultPlan plan) {
        this.inner = inner;
        this.plan = plan;
    }

    @Override
    public List<QueryRecord> readQueries() {
        plan.call("readQueries");
        return inner.readQueries();
    }

    @Override
    public EngineBatch newBatch() {
        plan.call("newBatch");
        EngineBatch batch = inner.newBatch();
        plan.opened();
        return new FaultyBatch(batch, plan);
    }

    @Override
    public EngineView openView() {
        plan.call("openView");
        EngineView view = inner.openView();
        plan.opened();
        return new FaultyView(view, plan);
    }

    @Override
    public Optional<byte[]> row(QueryRecord query, long rowSignature) {
        plan.call("row");
        return inner.row(query, rowSignature);
    }

    @Override
    public void rowsPresent(int query, int epoch, long[] signatures, int count, boolean[] present) {
        plan.call("rowsPresent");
        inner.rowsPresent(query, epoch, signatures, count, present);
    }

    @Override
    public Path directoryAside() {
        return inner.directoryAside();
    }

    @Override
    public Optional<RowLoader> rowLoader(int query, int epoch) {
        plan.call("rowLoader");
        return inner.rowLoader(query, epoch).map(loader -> new FaultyLoader(loader, plan));
    }

    @Override
    public void freeEpochs(int query, int fromEpoch, int toEpoch) {
        plan.call("freeEpochs");
        inner.freeEpochs(query, fromEpoch, toEpoch);
    }

    @Override
    public Verification check() {
        plan.call("check");
        return inner.check();
    }

    @Override
    public void close() {
        plan.engineClosed();
        inner.close();
    }

    /** A loader that may fail at every step. */
    private static final class FaultyLoader implements RowLoader {

        private final RowLoader inner;
        private final FaultPlan plan;

        FaultyLoader(RowLoader inner, FaultPlan plan) {
            this.inner = inner;
            this.plan = plan;
        }

        @Override
        public void write(RowWalk rows) {
            plan.call("load");
            inner.write(rows);
        }

        @Override
        public void finish() {
            plan.call("finishLoad");
            inner.finish();
        }

        @Override
        public void close() {
            inner.close(); // maybe after the engine, for it only removes files
        }
    }

    /** A batch that may fail at every step. */
    private static final class FaultyBatch implements EngineBatch {

        private final EngineBatch inner;
        private final FaultPlan plan;
        private boolean closed;

        FaultyBatch(EngineBatch inner, FaultPlan plan) {
            this.inner = inner;
            this.plan = plan;
        }

        @Override
        public void putRow(int query, int epoch, long rowSignature, byte[] data) {
            plan.call("putRow");
            inner.putRow(query, epoch, rowSignature, data);
        }

        @Override
        public void deleteRow(int query, int epoch, long rowSignature) {
            plan.call("deleteRow");
            inner.deleteRow(query, epoch, rowSignature);
        }

        @Override
        public boolean deleteEpochs(int query, int fromEpoch, int toEpoch) {
            plan.call("deleteEpochs");
            return inner.deleteEpochs(query, fromEpoch, toEpoch);
        }

        @Override
        public void putOutbox(int query, OutboxRecord entry) {
            plan.call("putOutbox");
            inner.putOutbox(query, entry);
        }

        @Override
        public long deleteOutbox(int query, long fromOrdinal, long toOrdinal) {
            plan.call("deleteOutbox");
            return inner.deleteOutbox(query, fromOrdinal, toOrdinal);
        }

        @Override
        public void putQuery(QueryRecord record) {
            plan.call("putQuery");
            inner.putQuery(record);
        }

        @Override
        public void putSourcePosition(int query, String sourceId, byte[] position) {
            plan.call("putSourcePosition");
            inner.putSourcePosition(query, sourceId, position);
        }

        @Override
        public void deleteSourcePositions(int query) {
            plan.call("deleteSourcePositions");
            inner.deleteSourcePositions(query);
        }

        @Override
        public void commit() {
            boolean failsAfterwards = plan.commit();
            inner.commit();
            if (failsAfterwards) {
                throw plan.failure("commit");
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                plan.closed("batch");
            }
            inner.close();
        }
    }

    /** A view that may fail at every step. */
    private record FaultyView(EngineView inner, FaultPlan plan) implements EngineView {

        @Override
        public Optional<QueryRecord> query(int number) {
            plan.call("query");
            return inner.query(number);
        }

        @Override
        public RowScan rows(QueryRecord query, long fromSignature, long toSignature) {
            plan.call("rows");
            RowScan scan = inner.rows(query, fromSignature, toSignature);
            plan.opened();
            return new FaultyRowScan(scan, plan);
        }

        @Override
        public SignatureScan signatures(QueryRecord query, long fromSignature, long toSignature) {
            plan.call("signatures");
            SignatureScan scan = inner.signatures(query, fromSignature, toSignature);
            plan.opened();
            return new FaultySignatureScan(scan, plan);
        }

        @Override
        public List<OutboxRecord> outbox(QueryRecord query, long fromOrdinal, int maxEntries) {
            plan.call("outbox");
            return inner.outbox(query, fromOrdinal, maxEntries);
        }

        @Override
        public Map<String, byte[]> sourcePositions(QueryRecord query) {
            plan.call("sourcePositions");
            return inner.sourcePositions(query);
        }

        @Override
        public void close() {
            plan.closed("view");
            inner.close();
        }
    }

    /** A walk that may fail at every step. */
    private record FaultyRowScan(EngineView.RowScan inner, FaultPlan plan) implements EngineView.RowScan {

        @Override
        public void fill(RowChunk chunk) {
            plan.call("fill rows");
            inner.fill(chunk);
        }

        @Override
        public void close() {
            plan.closed("row scan");
            inner.close();
        }
    }

    /** A walk that may fail at every step. */
    private record FaultySignatureScan(EngineView.SignatureScan inner, FaultPlan plan)
            implements EngineView.SignatureScan {

        @Override
        public int fill(long[] signatures) {
            plan.call("fill signatures");
            return inner.fill(signatures);
        }

        @Override
        public void close() {
            plan.closed("signature scan");
            inner.close();
        }
    }
}
