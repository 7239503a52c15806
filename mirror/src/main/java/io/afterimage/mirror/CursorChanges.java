package io.afterimage.mirror;

import io.afterimage.ResultCommit;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The cursors that move with a batch; the last one for a source and resource wins. Confined to the batch. */
final class CursorChanges {

    private final Map<List<String>, CursorInfo> moved = new LinkedHashMap<>();

    void put(CursorUpdate cursor, Instant updatedAt) {
        put(new CursorInfo(cursor.source(), cursor.resource(), cursor.cursor(), updatedAt));
    }

    void put(CursorInfo cursor) {
        moved.put(List.of(cursor.source(), cursor.resource()), cursor);
    }

    /** As the log tells them. */
    List<CursorUpdate> updates() {
        return moved.values().stream()
                .map(it -> new CursorUpdate(it.source(), it.resource(), it.cursor()))
                .toList();
    }

    /** The queries that keep them. */
    Set<String> queries() {
        return moved.values().stream()
                .map(it -> MirrorQueries.ofCursor(it.resource()))
                .collect(Collectors.toSet());
    }

    /** Adds those that the commit's query keeps. */
    void addTo(ResultCommit.Builder commit, String queryId) {
        moved.values().stream()
                .filter(it -> MirrorQueries.ofCursor(it.resource()).equals(queryId))
                .forEach(it ->
                        commit.sourcePosition(it.source(), new StoredCursor(it.cursor(), it.updatedAt()).encode()));
    }
}
