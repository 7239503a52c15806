package io.afterimage.mirror;

import io.afterimage.RowMutation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Records, tombstones and resources as a batch sees and changes them. Confined to the batch. */
final class RecordChanges {

    private final LaneState lane;
    private final Instant now;
    private final Duration tombstonesFor;
    private final Map<String, Buckets<StoredRecord>> records = new TreeMap<>();
    private final Buckets<StoredTombstone> tombstones;
    private final Buckets<StoredResource> resources;
    private final List<RowMutation> expiry = new ArrayList<>();
    private boolean anyTombstones;
    private boolean tombstonesAdded;
    private int expired;

    RecordChanges(LaneState lane, Instant now, Duration tombstonesFor) {
        this.lane = lane;
        this.now = now;
        this.tombstonesFor = tombstonesFor;
        this.tombstones = new Buckets<>(MirrorQueries.TOMBSTONES, lane.rows(), StoredTombstone.CODEC);
        this.resources = new Buckets<>(MirrorQueries.RESOURCES, lane.rows(), StoredResource.CODEC);
        this.anyTombstones = lane.store().rowCount(MirrorQueries.TOMBSTONES) > 0;
    }

    /** What is held under a record's id; a tombstone whose time is over is none, also where it is still stored. */
    Existing existing(String resource, String recordId) {
        Optional<StoredRecord> stored = records(resource)
                .find(lane.signatures().of(recordId), it -> it.recordId().equals(recordId));
        if (stored.isPresent()) {
            return stored.get().in(resource);
        }
        if (!anyTombstones) {
            return Existing.absent();
        }
        Optional<Existing> tombstone = tombstones
                .find(lane.signatures().of(resource, recordId), it -> it.isOf(resource, recordId))
                .map(StoredTombstone::tombstone)
                .filter(it -> !isOver(it.deletedAt()))
                .map(it -> it);
        return tombstone.orElseGet(Existing::absent);
    }

    /** Puts a record in the place of what was there. */
    void put(Existing before, String resource, StoredRecord record) {
        String recordId = record.recordId();
        records(resource)
                .put(lane.signatures().of(recordId), it -> it.recordId().equals(recordId), record);
        if (before instanceof Tombstone) {
            tombstones.remove(lane.signatures().of(resource, recordId), it -> it.isOf(resource, recordId));
        }
        if (!(before instanceof MirroredRecord)) {
            change(resource(resource).plusRecords(1));
        }
    }

    /** Takes a record away and leaves a tombstone, unless none are wanted. */
    void bury(Existing before, Tombstone tombstone, long sequence) {
        String resource = tombstone.resource();
        String recordId = tombstone.recordId();
        if (before instanceof MirroredRecord) {
            records(resource)
                    .remove(lane.signatures().of(recordId), it -> it.recordId().equals(recordId));
            change(resource(resource).plusRecords(-1));
        }
        if (!isOver(tombstone.deletedAt())) {
            tombstones.put(
                    lane.signatures().of(resource, recordId),
                    it -> it.isOf(resource, recordId),
                    new StoredTombstone(tombstone, sequence));
            expiry.add(RowMutation.upsert(sequence, new ExpiryRow(resource, recordId, tombstone.deletedAt()).encode()));
            anyTombstones = true;
            tombstonesAdded = true;
        }
    }

    /** Removes tombstones whose time is over, the oldest first, some at most. */
    void expire(int atMost) {
        for (OldestRows.Numbered<ExpiryRow> oldest : lane.expiry().peek(atMost)) {
            ExpiryRow row = oldest.row();
            if (!isOver(row.deletedAt())) {
                return;
            }
            long signature = lane.signatures().of(row.resource(), row.recordId());
            tombstones
                    .find(signature, it -> it.sequence() == oldest.number() && it.isOf(row.resource(), row.recordId()))
                    .ifPresent(it -> tombstones.remove(signature, it::equals));
            expiry.add(RowMutation.delete(oldest.number()));
            expired++;
        }
    }

    private boolean isOver(Instant deletedAt) {
        return !deletedAt.plus(tombstonesFor).isAfter(now);
    }

    /** Makes a resource known; true if it was not. */
    boolean register(String name, Instant registeredAt) {
        if (known(name).isPresent()) {
            return false;
        }
        change(new StoredResource(name, registeredAt, 0, 0));
        return true;
    }

    void countEvents(String name, long more) {
        change(resource(name).plusEvents(more));
    }

    private StoredResource resource(String name) {
        return known(name).orElseThrow(() -> new IllegalStateException("The resource is not registered: " + name));
    }

    private Optional<StoredResource> known(String name) {
        return resources.find(lane.signatures().of(name), it -> it.name().equals(name));
    }

    private void change(StoredResource resource) {
        String name = resource.name();
        resources.put(lane.signatures().of(name), it -> it.name().equals(name), resource);
    }

    private Buckets<StoredRecord> records(String resource) {
        return records.computeIfAbsent(
                resource, name -> new Buckets<>(MirrorQueries.records(name), lane.rows(), StoredRecord.CODEC));
    }

    /** What brings the store's rows to this state, by query; queries without changes are left out. */
    Map<String, List<RowMutation>> mutations() {
        Map<String, List<RowMutation>> mutations = new TreeMap<>();
        records.values().forEach(it -> mutations.put(it.queryId(), it.mutations()));
        mutations.put(MirrorQueries.TOMBSTONES, tombstones.mutations());
        mutations.put(MirrorQueries.RESOURCES, resources.mutations());
        mutations.put(MirrorQueries.EXPIRY, expiry);
        mutations.values().removeIf(List::isEmpty);
        return mutations;
    }

    /** The mutations are written. */
    void committed() {
        records.values().forEach(Buckets::committed);
        tombstones.committed();
        resources.committed();
        lane.expiry().deleted(expired);
        if (tombstonesAdded) {
            lane.expiry().added();
        }
    }
}
