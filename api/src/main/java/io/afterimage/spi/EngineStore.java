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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

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
    private final Replacement.InProgress replacements = new Replacement.InProgress();
    private final Set<OpenSnapshot> openSnapshots = ConcurrentHashMap.newKeySet();
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
        return leased(() -> {
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
            leased(() -> {
                engine.freeEpochs(after.number(), from, to);
                return true;
            });
        }
        return again;
    }

    // ---- reads

    @Override
    public Snapshot readSnapshot(String queryId) {
        return openSnapshot(QueryId.check(queryId));
    }

    private EngineSnapshot openSnapshot(String queryId) {
        return leased(() -> {
            Optional<EngineSnapshot> opened = Optional.empty();
            while (opened.isEmpty()) {
                opened = tryOpenSnapshot(queryId);
            }
            return opened.get();
        });
    }

    /** Empty if the view cannot be held against the catalogue, which takes a write in the very moment. */
    private Optional<EngineSnapshot> tryOpenSnapshot(String queryId) {
        long publications = catalogue.publications();
        int number = catalogue.get(queryId).number();
        EngineView view = engine.openView();
        Optional<EngineSnapshot> opened = Optional.empty();
        try {
            QueryRecord found = view.query(number).orElseGet(() -> QueryRecord.unknown(queryId));
            if (catalogue.catchUp(found, publications)) {
                QueryRecord record = found.dropped() ? QueryRecord.unknown(queryId) : found;
                opened = Optional.of(new EngineSnapshot(
                        new OpenSnapshot(view, record, lease, openSnapshots), settings.leakListener()));
            }
            return opened;
        } finally {
            if (opened.isEmpty()) {
                view.close();
            }
        }
    }

    @Override
    public long rowCount(String queryId) {
        QueryId.check(queryId);
        return leased(() -> catalogue.get(queryId).rows().count());
    }

    @Override
    public Position position(String queryId) {
        QueryId.check(queryId);
        return leased(() -> catalogue.get(queryId).visiblePosition());
    }

    @Override
    public Optional<byte[]> row(String queryId, long rowSignature) {
        QueryId.check(queryId);
        Optional<Optional<byte[]>> now = writable() ? leased(() -> rowNow(queryId, rowSignature)) : Optional.empty();
        return now.orElseGet(() -> {
            try (EngineSnapshot snapshot = openSnapshot(queryId)) {
                return snapshot.open().row(rowSignature);
            }
        });
    }

    /** The row without a view; empty if a write to the query was under way meanwhile, which may have moved the rows. */
    private Optional<Optional<byte[]>> rowNow(String queryId, long rowSignature) {
        QueryRecord record = catalogue.get(queryId);
        Optional<byte[]> row = record.rows().count() == 0 ? Optional.empty() : engine.row(record, rowSignature);
        boolean moved =
                catalogue.isAnnounced(queryId) || !catalogue.get(queryId).equals(record);
        return moved ? Optional.empty() : Optional.of(row);
    }

    @Override
    public Map<String, byte[]> sourcePositions(String queryId) {
        try (EngineSnapshot snapshot = openSnapshot(QueryId.check(queryId))) {
            return snapshot.open()
                    .read(view -> view.sourcePositions(snapshot.open().record()));
        }
    }

    @Override
    public OutboxRead outboxAfter(String queryId, Position position, int maxEntries) {
        if (maxEntries < 1) {
            throw new RefusedException("An outbox read asks for no entry. Query: " + queryId
                    + ". Expected: 1 or more. Found: " + maxEntries + ".");
        }
        try (EngineSnapshot snapshot = openSnapshot(QueryId.check(queryId))) {
            return snapshot.open()
                    .read(view -> new OutboxReader(view, snapshot.open().record()).after(position, maxEntries));
        }
    }

    @Override
    public List<QuerySummary> queries() {
        return leased(() -> catalogue.all().stream()
                .filter(record -> !record.dropped())
                .map(record -> new QuerySummary(
                        record.queryId(),
                        record.position(),
                        record.rows().count(),
                        record.outbox().size()))
                .sorted(Comparator.comparing(QuerySummary::queryId))
                .toList());
    }

    @Override
    public Verification verify(String queryId) {
        try (EngineSnapshot snapshot = openSnapshot(QueryId.check(queryId))) {
            return new Verifier(snapshot).run();
        }
    }

    @Override
    public List<Verification> verifyAll() {
        List<Verification> all = new ArrayList<>();
        all.add(leased(engine::check));
        queries().forEach(query -> all.add(verify(query.queryId())));
        return all;
    }

    private <T> T leased(Supplier<T> call) {
        lease.enter();
        try {
            return call.get();
        } finally {
            lease.exit();
        }
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
        return openSnapshots.size();
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

    @Override
    public final void close() {
        synchronized (closing) {
            if (closed) {
                return;
            }
            closed = true;
            lease.closeAndDrain();
            reclaimer.ifPresent(Reclaimer::stop);
            Closing all = new Closing();
            openSnapshots.forEach(open -> all.then(open::close));
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
            return leased(() -> engine.rowLoader(query, epoch)).map(loader -> new LeasedLoader(lease, loader));
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

    /** One batch of rows for one query. */
    private static final class ApplyRequest extends WriteRequest<Boolean> {

        private final String queryId;
        private final List<? extends RowMutation> mutations;
        private final long bytes;

        ApplyRequest(String queryId, List<? extends RowMutation> mutations, long bytes) {
            this.queryId = queryId;
            this.mutations = mutations;
            this.bytes = bytes;
        }

        @Override
        long bytes() {
            return bytes;
        }

        @Override
        void prepare(WriteGroup group) {
            group.prepareRows(group.current(queryId), mutations);
        }

        @Override
        Boolean plan(WriteGroup group) {
            QueryRecord before = group.live(queryId);
            group.put(group.applyRows(before, mutations));
            return true;
        }
    }
}
