package io.afterimage.mirror;

import io.afterimage.LiveResultsStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a mirror tells, for comparison: what must be there before a batch or after it, never a mixture. Also holds
 * the counts against what they count.
 */
record MirrorState(
        Map<String, List<MirroredRecord>> records,
        List<ResourceInfo> resources,
        List<CursorInfo> cursors,
        List<MirrorEvent> events,
        List<StoredTombstone> tombstones,
        long head) {

    static MirrorState of(MirrorStore mirror) {
        Map<String, List<MirroredRecord>> records = new LinkedHashMap<>();
        List<MirrorEvent> events = Samples.events(mirror);
        for (ResourceInfo resource : mirror.resources()) {
            List<MirroredRecord> all = Samples.records(mirror, resource.name(), 100);
            records.put(resource.name(), all);
            long counted = events.stream()
                    .filter(event -> event.delta().resource().equals(resource.name()))
                    .count();
            if (all.size() != resource.records() || counted != resource.events()) {
                throw new AssertionError("Counts are wrong: " + resource + ", but " + all.size() + " records and "
                        + counted + " events.");
            }
            all.forEach(record -> {
                if (!mirror.record(resource.name(), record.recordId()).equals(Optional.of(record))) {
                    throw new AssertionError("Listed, but not found: " + record);
                }
            });
        }
        try (MirrorExport export = mirror.export()) {
            return new MirrorState(
                    records, mirror.resources(), mirror.cursors(), events, export.tombstones(), mirror.head());
        }
    }

    /** Opens the mirror in a store, with the default settings. */
    static MirrorState of(LiveResultsStore store, MirrorBuilder builder) {
        try (MirrorStore mirror = builder.open()) {
            store.verifyAll().forEach(answer -> {
                if (!answer.problems().isEmpty()) {
                    throw new AssertionError("The store is damaged: " + answer);
                }
            });
            return of(mirror);
        }
    }
}
