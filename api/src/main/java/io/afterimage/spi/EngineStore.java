package io.afterimage.spi;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.QueryId;
import io.afterimage.QuerySummary;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.SourcePosition;
import io.afterimage.Verification;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * A {@link LiveResultsStore} on any {@link StorageEngine}: everything of the contract that does not depend on the engine.
 * Thread-safe. A backend extends it with a builder and its meters.
 *
 * <p>Writes go through one {@link GroupWriter}, which combines those that wait. Reads never wait for writes: a record is
 * read from the published ones, a snapshot from an engine view. Every call holds a {@link Lease}, so none can meet a closed
 * engine.
 */
public class EngineStore implements LiveResultsStore {

    private final StorageEngine engine;
    private final StoreSettings settings;
    private final String storeName;
    private final Lease lease;
    private final QueryCatalogue catalogue;
    private final CountIndex countIndex;
    private final GroupWriter writer;
    private final EngineReads reads;
    private final Replacement.InProgress replacements = new Replacement.InProgress();
    private final Optional<Reclaimer> reclaimer;
    private final Object closing = new Object();
    private boolean closed;

    /**
     * Opens a store on an engine and becomes its owner.
     *
     * @param ownEngine the engine, open; closed by this store, also if this constructor fails
     * @param settings the settings
     * @param storeName the store's directory or file, for messages
     */
    @SuppressWarnings("this-escape") // the writer and the reclaimer call back only once the fields are set
    public EngineStore(StorageEngine ownEngine, StoreSettings settings, String storeName) {
        this.engine = settings.engineLayer().around(ownEngine);
        this.settings = settings;
        this.storeName = storeName;
        this.lease = new Lease(storeName);
        this.countIndex = new CountIndex(engine, settings.countIndexBytes());
        try {
            this.catalogue = writable() ? new QueryCatalogue(engine) : new QueryCatalogue.OfReader(engine);
            this.reads = new EngineReads(engine, catalogue, lease, settings);
            this.writer = new GroupWriter(engine, catalogue, countIndex, storeName, this::lookForGarbage);
            this.reclaimer = writable() ? Optional.of(new Reclaimer(storeName, this::reclaim)) : Optional.empty();
        } catch (RuntimeException | Error e) {
            closeAfter(e);
            throw e;
        }
        reclaimer.ifPresent(it -> catalogue.all().forEach(this::lookForGarbage));
    }

    private void closeAfter(Throwable failure) {
        try {
            engine.close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private boolean writable() {
        return settings.access() == StoreSettings.Access.READ_WRITE;
    }

    // ---- writes

    @Override
    public void applyMutations(String queryId, List<? extends RowMutation> mutations) {
        QueryId.check(queryId);
        long bytes = checkRows(mutations);
        if (mutations.isEmpty()) {
            requireWritable();
            return;
        }
        submit(new ApplyRequest(queryId, mutations, bytes));
    }

    @Override
    public List<CommitResult> commitAll(List<ResultCommit> commits) {
        long bytes = 0;
        List<ResultCommit> all = List.copyOf(commits);
        for (ResultCommit commit : all) {
            bytes += checkRows(commit.mutations())
                    + commit.outboxData().map(this::checkRow).orElse(0);
        }
        if (all.isEmpty()) {
            requireWritable();
            return List.of();
        }
        return submit(new CommitRequest(all, settings.retention(), bytes));
    }

    @Override
    public void clear(String queryId) {
        QueryId.check(queryId);
        submit(WriteRequest.planned(group -> group.clear(queryId)));
    }

    @Override
    public Position reset(String queryId, long configHash, long sequence) {
        QueryId.check(queryId);
        if (sequence < 0) {
            throw new RefusedException("A reset stands at a negative sequence. Query: " + queryId + ". Expected: 0 or"
                    + " more. Found: " + sequence + ".");
        }
        return submit(WriteRequest.planned(group -> group.reset(queryId, configHash, sequence)));
    }

    @Override
    public boolean drop(String queryId) {
        QueryId.check(queryId);
        return submit(WriteRequest.planned(group -> group.drop(queryId)));
    }

    @Override
    public Position replaceAll(String queryId, Position at, RowSource rows, Map<String, byte[]> sourcePositions) {
        QueryId.check(queryId);
        Map<String, byte[]> resumeAt = SourcePosition.checkedCopy(sourcePositions);
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(rows, "rows");
        requireWritable();
        try {
            return new Replacement(replacements, new Writes(), queryId, at, this::checkRow).run(rows, resumeAt);
        } finally {
            reclaimer.ifPresent(it -> it.look(queryId));
        }
    }

    private long checkRows(List<? extends RowMutation> mutations) {
        long bytes = 0;
        for (RowMutation mutation : mutations) {
            Objects.requireNonNull(mutation, "mutation");
            if (mutation instanceof RowMutation.Upsert upsert) {
                bytes += checkRow(upsert.data());
            }
        }
        return bytes;
    }

    private int checkRow(byte[] data) {
        if (data.length > settings.maxRowBytes()) {
            throw new RefusedException("A row or outbox entry is too long. Store: " + storeName + ". Expected: up to "
                    + settings.maxRowBytes() + " bytes. Found: " + data.length
                    + " bytes. Next: raise the store's maximum row size.");
        }
        return data.length;
    }

    private void requireWritable() {
        if (!lease.tryEnter()) {
            throw lease.closed();
        }
        lease.exit();
        refuseReaders();
    }

    private void refuseReaders() {
        if (!writable()) {
            throw new RefusedException(
                    "The store was opened read-only. Store: " + storeName + ". Next: open it for writing.");
        }
    }

    private <R> R submit(WriteRequest<R> request) {
        return lease.during(() -> {
            refuseReaders();
            return writer.submit(request);
        });
    }

    private void lookForGarbage(QueryRecord record) {
        if (record.leavesGarbage()) {
            reclaimer.ifPresent(it -> it.look(record.queryId()));
        }
    }

    private boolean reclaim(String queryId) {
        int from = catalogue.get(queryId).rows().reclaimedEpoch();
        boolean again = submit(WriteRequest.planned(group -> group.reclaim(queryId, replacements)));
        QueryRecord after = catalogue.get(queryId);
        int to = after.rows().reclaimedEpoch(); // moved by nobody but the one thread of the reclaimer
        if (from != to) {
            lease.during(() -> {
                engine.freeEpochs(after.number(), from, to);
                return true;
            });
        }
        return again;
    }

    // ---- reads

    @Override
    public Snapshot readSnapshot(String queryId) {
        return reads.openSnapshot(QueryId.check(queryId));
    }

    @Override
    public long rowCount(String queryId) {
        QueryId.check(queryId);
        return lease.during(() -> catalogue.get(queryId).rows().count());
    }

    @Override
    public Position position(String queryId) {
        QueryId.check(queryId);
        return lease.during(() -> catalogue.get(queryId).visiblePosition());
    }

    @Override
    public Optional<byte[]> row(String queryId, long rowSignature) {
        return reads.row(QueryId.check(queryId), rowSignature);
    }

    @Override
    public Map<String, byte[]> sourcePositions(String queryId) {
        return reads.sourcePositions(QueryId.check(queryId));
    }

    @Override
    public OutboxRead outboxAfter(String queryId, Position position, int maxEntries) {
        return reads.outboxAfter(QueryId.check(queryId), position, maxEntries);
    }

    @Override
    public List<QuerySummary> queries() {
        return reads.queries();
    }

    @Override
    public Verification verify(String queryId) {
        return reads.verify(QueryId.check(queryId));
    }

    @Override
    public List<Verification> verifyAll() {
        return reads.verifyAll();
    }

    // ---- for backends

    /**
     * Reads a gauge with the store held open.
     *
     * @param reading reads the engine
     * @return the reading, NaN once the store is closed
     */
    protected final double gauge(DoubleSupplier reading) {
        if (!lease.tryEnter()) {
            return Double.NaN;
        }
        try {
            return reading.getAsDouble();
        } finally {
            lease.exit();
        }
    }

    /**
     * How many snapshots are open.
     *
     * @return the number
     */
    public final int openSnapshots() {
        return reads.openSnapshots().size();
    }

    /**
     * Heap that the exact-count index uses now, as last seen by a write.
     *
     * @return bytes
     */
    public final long countIndexBytes() {
        return countIndex.usedBytes();
    }

    /**
     * The settings the store was opened with.
     *
     * @return the settings
     */
    public final StoreSettings settings() {
        return settings;
    }

    /** An interrupt waits until all is closed, as it would end flushes and waits that the close needs. */
    @Override
    public final void close() {
        boolean interrupted = Thread.interrupted();
        try {
            closeOnce();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeOnce() {
        synchronized (closing) {
            if (closed) {
                return;
            }
            closed = true;
            lease.closeAndDrain();
            reclaimer.ifPresent(Reclaimer::stop);
            Closing all = new Closing();
            reads.openSnapshots().forEach(open -> all.then(open::close));
            all.then(engine::close).end();
        }
    }

    @Override
    public String toString() {
        return storeName;
    }

    /** What a replacement needs of the store. */
    private final class Writes implements Replacement.Store {

        @Override
        public <R> R submit(WriteRequest<R> request) {
            return EngineStore.this.submit(request);
        }

        @Override
        public Optional<StorageEngine.RowLoader> rowLoader(int query, int epoch) {
            return lease.during(() -> engine.rowLoader(query, epoch)).map(loader -> new LeasedLoader(lease, loader));
        }

        @Override
        public Path directoryAside() {
            return engine.directoryAside();
        }

        @Override
        public long sortBytes() {
            return settings.sortBytes();
        }
    }
}
