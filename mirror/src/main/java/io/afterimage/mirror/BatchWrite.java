package io.afterimage.mirror;

import io.afterimage.OutboxEntry;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A batch on its way into one atomic write: what it changes, on top of what the store holds. Nothing of it is visible to
 * anyone until its {@link #commits} are written. Confined to the writer lane.
 */
final class BatchWrite {

    private static final byte[] NOTHING = {};
    private static final int EXPIRE_AT_LEAST = 64;

    private final LaneState lane;
    private final Instant now;
    private final EventRetention retention;
    private final RecordChanges changes;
    private final LogAppend log;
    private final CursorChanges cursors = new CursorChanges();
    private final List<RowMutation> migrations = new ArrayList<>();

    BatchWrite(LaneState lane, Instant now, MirrorSettings settings) {
        this.lane = lane;
        this.now = now;
        this.retention = settings.retention();
        this.changes = new RecordChanges(lane, now, settings.tombstones());
        this.log = new LogAppend(lane, now);
    }

    /** The moment of the batch. */
    Instant now() {
        return now;
    }

    Existing existing(String resource, String recordId) {
        return changes.existing(resource, recordId);
    }

    /** Removes old tombstones, in proportion to the batch. */
    void expire(int deltas) {
        changes.expire(EXPIRE_AT_LEAST + 2 * deltas);
    }

    boolean register(String resource) {
        boolean isNew = changes.register(resource, now);
        if (isNew) {
            log.addRegistered(resource);
        }
        return isNew;
    }

    /** Decides about a delta by a strategy, and logs it. */
    DeltaOutcome apply(Delta delta, ConflictStrategy strategy) {
        Existing existing = existing(delta.resource(), delta.recordId());
        Resolution resolution = strategy.resolve(existing, delta);
        return apply(delta, existing, resolution, strategy.label() + ": " + resolution.reason());
    }

    /** Does as was decided, and logs it. */
    DeltaOutcome apply(Delta delta, Existing existing, Resolution resolution, String decision) {
        register(delta.resource());
        byte[] payload = delta.op() == DeltaOp.DELETE
                ? NOTHING
                : PayloadCodec.encode(delta.resource(), delta.recordId(), delta.payload());
        byte[] merged = resolution instanceof Resolution.ApplyMerged it ? encodeMerged(delta, it) : NOTHING;
        long version = existing.version() + (resolution.applies() ? 1 : 0);
        LogEntry.LoggedEvent event = new LogEntry.LoggedEvent(
                delta.resource(),
                delta.recordId(),
                delta.op(),
                payload,
                delta.occurredAt(),
                delta.provenance(),
                resolution.applies(),
                decision,
                version,
                merged);
        long sequence = log.nextSequence();
        log.add(event);
        changes.countEvents(delta.resource(), 1);
        change(existing, event, sequence, now);
        return new DeltaOutcome(sequence, event.applied(), decision, version);
    }

    private static byte[] encodeMerged(Delta delta, Resolution.ApplyMerged merged) {
        if (delta.op() == DeltaOp.DELETE) {
            throw new RefusedException("The strategy merged a payload into a delete. Resource: " + delta.resource()
                    + ". Record: " + delta.recordId() + ". Expected: apply or skip.");
        }
        return PayloadCodec.encode(delta.resource(), delta.recordId(), merged.payload());
    }

    private void change(Existing before, LogEntry.LoggedEvent event, long sequence, Instant appliedAt) {
        if (!event.applied()) {
            return;
        }
        if (event.op() == DeltaOp.DELETE) {
            changes.bury(before, event.tombstone(appliedAt), sequence);
        } else {
            changes.put(before, event.resource(), event.record(appliedAt));
        }
    }

    /** Repeats entries of another mirror's log, in order. */
    boolean foldAll(List<OutboxEntry> entries) {
        entries.forEach(entry -> fold(entry.sequence(), LogEntry.decode(entry)));
        trim();
        return true;
    }

    /** Repeats an entry of another mirror's log: what was decided there is not decided again. */
    private void fold(long sequence, LogEntry entry) {
        entry.registered().forEach(resource -> changes.register(resource, entry.appliedAt()));
        long at = sequence - entry.events().size();
        for (LogEntry.LoggedEvent event : entry.events()) {
            changes.register(event.resource(), entry.appliedAt());
            changes.countEvents(event.resource(), 1);
            change(existing(event.resource(), event.recordId()), event, ++at, entry.appliedAt());
        }
        entry.cursors().forEach(cursor -> cursors.put(cursor, entry.appliedAt()));
        log.addEntry(sequence, entry);
    }

    /** Ends the batch with the cursors that move with it. */
    void end(List<CursorUpdate> moved) {
        moved.forEach(cursor -> cursors.put(cursor, now));
        log.end(cursors.updates());
        trim();
    }

    /** Drops what retention no longer keeps. */
    private void trim() {
        if (!log.isEmpty()) {
            log.trim(retention, changes);
        }
    }

    /** Takes over a resource, without the events that it had. */
    boolean startFrom(ResourceInfo resource) {
        return changes.register(resource.name(), resource.registeredAt());
    }

    /** Takes over records that are not here yet. */
    boolean startFromRecords(List<MirroredRecord> records) {
        records.forEach(it -> changes.put(Existing.absent(), it.resource(), StoredRecord.of(it)));
        return true;
    }

    /** Takes over tombstones and cursors. */
    boolean startFrom(List<StoredTombstone> tombstones, List<CursorInfo> storedCursors) {
        tombstones.forEach(it -> changes.bury(Existing.absent(), it.tombstone(), it.sequence()));
        storedCursors.forEach(cursors::put);
        return true;
    }

    /** Marks migrations as applied. */
    boolean migrated(List<MigrationMark> marks) {
        marks.forEach(mark -> migrations.add(RowMutation.upsert(mark.number(), mark.encode())));
        return true;
    }

    /** The number of the last event after the batch. */
    long head() {
        return log.head();
    }

    /** What is to be written at once; empty if the batch changes nothing. */
    List<ResultCommit> commits() {
        Map<String, List<RowMutation>> rows = changes.mutations();
        if (!migrations.isEmpty()) {
            rows.put(MirrorQueries.MIGRATIONS, migrations);
        }
        cursors.queries().forEach(queryId -> rows.putIfAbsent(queryId, List.of()));
        List<ResultCommit> commits = new ArrayList<>(log.commits());
        if (rows.isEmpty() && commits.isEmpty()) {
            return List.of();
        }
        rows.putIfAbsent(MirrorQueries.RESOURCES, List.of());
        rows.forEach((queryId, mutations) -> commits.add(commit(queryId, mutations)));
        return commits;
    }

    private ResultCommit commit(String queryId, List<RowMutation> mutations) {
        ResultCommit.Builder commit = ResultCommit.of(queryId, lane.batches() + 1, mutations);
        if (!queryId.equals(MirrorQueries.RESOURCES)) {
            commit.allowGaps(); // one query without gaps is enough to notice that another lane wrote
        }
        cursors.addTo(commit, queryId);
        return commit.build();
    }

    /** The commits are written. */
    void committed() {
        changes.committed();
        log.committed();
    }
}
