package io.afterimage.mirror;

import io.afterimage.ResultCommit;
import io.afterimage.Retention;
import io.afterimage.RowMutation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a batch adds to the event log, and what it drops from its other end. Confined to the batch. */
final class LogAppend {

    /** A batch drops twice as many entries as it adds, and some more: the log shrinks when it must, in bounded steps. */
    private static final int TRIM_AT_LEAST = 64;

    private static final int ENTRY_EVENTS = 500;
    private static final int ENTRY_BYTES = 256 << 10;

    private final LaneState lane;
    private final Instant appliedAt;
    private final List<Numbered> entries = new ArrayList<>();
    private List<LogEntry.LoggedEvent> events = new ArrayList<>();
    private List<String> registered = new ArrayList<>();
    private long head;
    private int bytes;
    private long numbersKept;
    private List<OldestRows.Numbered<LogIndexRow>> dropped = List.of();

    LogAppend(LaneState lane, Instant appliedAt) {
        this.lane = lane;
        this.appliedAt = appliedAt;
        this.head = lane.head();
        this.numbersKept = lane.numbersKept();
    }

    private record Numbered(long sequence, LogEntry entry) {}

    /** The number that the next event gets. */
    long nextSequence() {
        return head + events.size() + 1;
    }

    /** The number of the last event so far. */
    long head() {
        return head + events.size();
    }

    void add(LogEntry.LoggedEvent event) {
        if (events.size() == ENTRY_EVENTS || (bytes + (long) event.size() > ENTRY_BYTES && !events.isEmpty())) {
            endEntry(List.of());
        }
        events.add(event);
        bytes += event.size();
    }

    void addRegistered(String resource) {
        registered.add(resource);
    }

    /** Ends the log's part of the batch; the cursors go with its last entry. */
    void end(List<CursorUpdate> cursors) {
        if (!events.isEmpty() || !registered.isEmpty() || !cursors.isEmpty()) {
            endEntry(cursors);
        }
    }

    private void endEntry(List<CursorUpdate> cursors) {
        LogEntry entry = new LogEntry(appliedAt, events, registered, cursors);
        addEntry(head + entry.width(), entry);
        events = new ArrayList<>();
        registered = new ArrayList<>();
        bytes = 0;
    }

    /** Adds an entry of another mirror's log under its own number. */
    void addEntry(long sequence, LogEntry entry) {
        entries.add(new Numbered(sequence, entry));
        head = sequence;
        numbersKept += entry.width();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Chooses what retention drops, the oldest first; the events of it are gone from the counts of their resources. */
    void trim(EventRetention retention, RecordChanges changes) {
        Instant oldestKept = appliedAt.minus(retention.maxAge());
        List<OldestRows.Numbered<LogIndexRow>> toDrop = new ArrayList<>();
        for (OldestRows.Numbered<LogIndexRow> oldest : lane.log().peek(TRIM_AT_LEAST + 2 * entries.size())) {
            LogIndexRow row = oldest.row();
            boolean tooMany = numbersKept - row.width() >= retention.maxEvents();
            if (!tooMany && !row.appliedAt().isBefore(oldestKept)) {
                break;
            }
            toDrop.add(oldest);
            numbersKept -= row.width();
            row.events().forEach((resource, count) -> changes.countEvents(resource, -count));
        }
        dropped = toDrop;
    }

    /** One commit per entry, in order; the last one carries the index. */
    List<ResultCommit> commits() {
        List<ResultCommit> commits = new ArrayList<>();
        if (entries.isEmpty()) {
            return commits;
        }
        Retention keep = Retention.ofEntries(entriesKept());
        for (int i = 0; i < entries.size(); i++) {
            Numbered numbered = entries.get(i);
            List<RowMutation> index = i == entries.size() - 1 ? indexMutations() : List.of();
            commits.add(ResultCommit.of(MirrorQueries.LOG, numbered.sequence(), index)
                    .allowGaps()
                    .configHash(lane.life())
                    .outbox(numbered.entry().encode(), keep)
                    .build());
        }
        return commits;
    }

    private List<RowMutation> indexMutations() {
        List<RowMutation> index = new ArrayList<>();
        dropped.forEach(it -> index.add(RowMutation.delete(it.number())));
        entries.forEach(it -> index.add(
                RowMutation.upsert(it.sequence(), LogIndexRow.of(it.entry()).encode())));
        return index;
    }

    private long entriesKept() {
        return lane.entriesKept() + entries.size() - dropped.size();
    }

    /** The commits are written. */
    void committed() {
        lane.log().deleted(dropped.size());
        if (!entries.isEmpty()) {
            lane.log().added();
        }
        lane.moved(head, numbersKept, entriesKept());
    }
}
