package io.afterimage.spi;

import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.QuerySummary;
import io.afterimage.RefusedException;
import io.afterimage.Verification;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The reads of an {@link EngineStore} that go to the engine, each under the store's {@link Lease}. They never wait for
 * writes. Query ids are checked by the caller. Thread-safe.
 */
final class EngineReads {

    private final StorageEngine engine;
    private final QueryCatalogue catalogue;
    private final Lease lease;
    private final StoreSettings settings;
    private final boolean writable;
    private final Set<OpenSnapshot> openSnapshots = ConcurrentHashMap.newKeySet();

    EngineReads(StorageEngine engine, QueryCatalogue catalogue, Lease lease, StoreSettings settings) {
        this.engine = engine;
        this.catalogue = catalogue;
        this.lease = lease;
        this.settings = settings;
        this.writable = settings.access() == StoreSettings.Access.READ_WRITE;
    }

    /** What is open now; a store that closes closes it. */
    Set<OpenSnapshot> openSnapshots() {
        return openSnapshots;
    }

    /** Opens a snapshot; the store closes it if the caller does not. */
    EngineSnapshot openSnapshot(String queryId) {
        return lease.during(() -> {
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
        int number = catalogue.numberOf(queryId);
        EngineView view = engine.openView();
        Optional<EngineSnapshot> opened = Optional.empty();
        try {
            QueryRecord found = view.query(number)
                    .filter(record -> record.queryId().equals(queryId))
                    .orElseGet(() -> QueryRecord.unknown(queryId));
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

    Optional<byte[]> row(String queryId, long rowSignature) {
        Optional<Optional<byte[]>> now =
                writable ? lease.during(() -> rowNow(queryId, rowSignature)) : Optional.empty();
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

    Map<String, byte[]> sourcePositions(String queryId) {
        try (EngineSnapshot snapshot = openSnapshot(queryId)) {
            return snapshot.open()
                    .read(view -> view.sourcePositions(snapshot.open().record()));
        }
    }

    OutboxRead outboxAfter(String queryId, Position position, int maxEntries) {
        if (maxEntries < 1) {
            throw new RefusedException("An outbox read asks for no entry. Query: " + queryId
                    + ". Expected: 1 or more. Found: " + maxEntries + ".");
        }
        try (EngineSnapshot snapshot = openSnapshot(queryId)) {
            return snapshot.open()
                    .read(view -> new OutboxReader(view, snapshot.open().record()).after(position, maxEntries));
        }
    }

    List<QuerySummary> queries() {
        return lease.during(() -> catalogue.all().stream()
                .filter(record -> !record.dropped())
                .map(record -> new QuerySummary(
                        record.queryId(),
                        record.position(),
                        record.rows().count(),
                        record.outbox().size()))
                .sorted(Comparator.comparing(QuerySummary::queryId))
                .toList());
    }

    Verification verify(String queryId) {
        try (EngineSnapshot snapshot = openSnapshot(queryId)) {
            return new Verifier(snapshot).run();
        }
    }

    List<Verification> verifyAll() {
        List<Verification> all = new ArrayList<>();
        all.add(lease.during(engine::check));
        queries().forEach(query -> all.add(verify(query.queryId())));
        return all;
    }
}
