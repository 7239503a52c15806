package io.afterimage.mirror;

import io.afterimage.LiveResultsStore;
import io.afterimage.QuerySummary;
import io.afterimage.RefusedException;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads records, resources and cursors; always from the store, so that nothing has to be kept in step. Thread-safe. */
final class MirrorReader {

    static final int MOST_RECORDS = 10_000;

    private static final Comparator<CursorInfo> BY_SOURCE =
            Comparator.comparing(CursorInfo::source).thenComparing(CursorInfo::resource);

    private final LiveResultsStore store;
    private final Signatures signatures;

    MirrorReader(LiveResultsStore store, Signatures signatures) {
        this.store = store;
        this.signatures = signatures;
    }

    Optional<MirroredRecord> record(String resource, String recordId) {
        String queryId = MirrorQueries.records(Limits.checkResource(resource));
        long signature = signatures.of(Limits.checkRecordId(recordId));
        return store.row(queryId, signature)
                .flatMap(row -> StoredRecord.CODEC.decode(queryId, signature, row).stream()
                        .filter(it -> it.recordId().equals(recordId))
                        .findFirst()
                        .map(it -> it.in(resource)));
    }

    RecordPage records(String resource, PageToken after, int limit) {
        Limits.checkResource(resource);
        if (limit < 1 || limit > MOST_RECORDS) {
            throw new RefusedException("The size of a page is outside its limits. Expected: 1 to " + MOST_RECORDS
                    + " records. Found: " + limit + ".");
        }
        try (Snapshot snapshot = store.readSnapshot(MirrorQueries.records(resource));
                RecordWalk walk = RecordWalk.after(snapshot, resource, after)) {
            return page(resource, walk, limit);
        }
    }

    private static RecordPage page(String resource, RecordWalk walk, int limit) {
        List<MirroredRecord> records = new ArrayList<>();
        PageBudget budget = new PageBudget(limit);
        while (walk.next()) {
            if (!budget.take(walk.bytes())) {
                return new RecordPage(records, Optional.of(walk.tokenBefore().text(resource)));
            }
            records.add(walk.record());
        }
        return new RecordPage(records, Optional.empty());
    }

    Optional<ResourceInfo> resource(String name) {
        long signature = signatures.of(Limits.checkResource(name));
        return store.row(MirrorQueries.RESOURCES, signature)
                .flatMap(row -> StoredResource.CODEC.decode(MirrorQueries.RESOURCES, signature, row).stream()
                        .filter(it -> it.name().equals(name))
                        .findFirst()
                        .map(StoredResource::info));
    }

    List<ResourceInfo> resources() {
        try (Snapshot snapshot = store.readSnapshot(MirrorQueries.RESOURCES)) {
            return resources(snapshot);
        }
    }

    static List<ResourceInfo> resources(Snapshot snapshot) {
        List<ResourceInfo> resources = new ArrayList<>();
        try (RowCursor rows = snapshot.cursor()) {
            while (rows.next()) {
                StoredResource.CODEC
                        .decode(MirrorQueries.RESOURCES, rows.rowSignature(), rows.copyData())
                        .forEach(it -> resources.add(it.info()));
            }
        }
        resources.sort(Comparator.comparing(ResourceInfo::name));
        return resources;
    }

    Optional<CursorInfo> cursor(String source, String resource) {
        return cursor(store, Limits.checkSource(source), resource);
    }

    private static Optional<CursorInfo> cursor(LiveResultsStore store, String source, String resource) {
        String queryId = MirrorQueries.ofCursor(resource);
        return Optional.ofNullable(store.sourcePositions(queryId).get(source))
                .map(position -> StoredCursor.decode(queryId, source, resource, position));
    }

    List<CursorInfo> cursors() {
        List<CursorInfo> cursors = new ArrayList<>();
        addCursors(CursorUpdate.WHOLE_SOURCE, cursors);
        store.queries().stream()
                .map(QuerySummary::queryId)
                .filter(MirrorQueries::isRecords)
                .forEach(queryId -> addCursors(MirrorQueries.resourceOf(queryId), cursors));
        cursors.sort(BY_SOURCE);
        return cursors;
    }

    private void addCursors(String resource, List<CursorInfo> cursors) {
        String queryId = MirrorQueries.ofCursor(resource);
        Map<String, byte[]> positions = store.sourcePositions(queryId);
        positions.forEach((source, position) -> cursors.add(StoredCursor.decode(queryId, source, resource, position)));
    }

    /** Whether cursors are stored as they are, so that storing them again would only cost. */
    static boolean holdsAll(LiveResultsStore store, List<CursorUpdate> cursors) {
        return cursors.stream()
                .allMatch(wanted -> cursor(store, wanted.source(), wanted.resource())
                        .filter(stored -> stored.cursor().equals(wanted.cursor()))
                        .isPresent());
    }
}
