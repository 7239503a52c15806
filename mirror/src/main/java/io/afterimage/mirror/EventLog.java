package io.afterimage.mirror;

import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxEntry;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the event log. Thread-safe. */
final class EventLog {

    static final int MOST_EVENTS = 10_000;

    /** Entries are read a few at a time: one holds up to some hundred events, or one that is huge. */
    private static final int MOST_ENTRIES_AT_ONCE = 16;

    private final LiveResultsStore store;

    EventLog(LiveResultsStore store) {
        this.store = store;
    }

    Position position() {
        return store.position(MirrorQueries.LOG);
    }

    long head() {
        return position().sequence();
    }

    EventRead after(long sequence, int limit) {
        if (limit < 1 || limit > MOST_EVENTS) {
            throw new RefusedException("The size of a page is outside its limits. Expected: 1 to " + MOST_EVENTS
                    + " events. Found: " + limit + ".");
        }
        EventPageBuilder page = new EventPageBuilder(sequence, limit);
        while (true) {
            Optional<EventRead> answer = extend(page);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
    }

    /** Reads on; empty if there is more to read. */
    private Optional<EventRead> extend(EventPageBuilder page) {
        OutboxRead read = entriesAfter(page.position(), Math.min(page.room(), MOST_ENTRIES_AT_ONCE));
        long head = read.head().sequence();
        if (read instanceof OutboxRead.Entries entries) {
            boolean full = !page.addAll(entries.entries());
            return full || entries.complete() ? Optional.of(page.build(head)) : Optional.empty();
        }
        if (page.isStarted() || read instanceof OutboxRead.UpToDate) {
            return Optional.of(page.build(Math.max(head, page.position())));
        }
        if (read instanceof OutboxRead.Ahead) {
            return Optional.of(new EventRead.Ahead(page.position(), head));
        }
        return read instanceof OutboxRead.Gap gap ? lag(gap) : Optional.empty(); // another life began meanwhile: again
    }

    OutboxRead entriesAfter(long sequence, int limit) {
        Position at = position();
        return store.outboxAfter(MirrorQueries.LOG, new Position(at.generation(), sequence, at.configHash()), limit);
    }

    /** An entry is named by its last event; the index knows how many it has. Empty if it was dropped meanwhile. */
    private Optional<EventRead> lag(OutboxRead.Gap gap) {
        if (gap.earliest() > gap.latest()) {
            return Optional.of(new EventRead.Lag(gap.requested(), gap.earliest(), gap.latest()));
        }
        return store.row(MirrorQueries.LOG, gap.earliest())
                .map(row -> LogIndexRow.decode(gap.earliest(), row))
                .map(row -> new EventRead.Lag(gap.requested(), gap.earliest() - row.width() + 1, gap.latest()));
    }

    /** A page that grows entry by entry. */
    private static final class EventPageBuilder {

        private final List<MirrorEvent> events = new ArrayList<>();
        private final Map<String, Instant> registered = new LinkedHashMap<>();
        private final List<CursorInfo> cursors = new ArrayList<>();
        private final PageBudget budget;
        private long position;
        private boolean started;

        EventPageBuilder(long position, int limit) {
            this.position = position;
            this.budget = new PageBudget(limit);
        }

        long position() {
            return position;
        }

        int room() {
            return budget.left();
        }

        boolean isStarted() {
            return started;
        }

        /** Adds what fits; false once the page is full. */
        boolean addAll(List<OutboxEntry> entries) {
            started = true;
            for (OutboxEntry entry : entries) {
                if (!add(entry.sequence(), LogEntry.decode(entry))) {
                    return false;
                }
            }
            return !budget.isFull();
        }

        private boolean add(long sequence, LogEntry entry) {
            long number = sequence - entry.events().size();
            for (LogEntry.LoggedEvent event : entry.events()) {
                number++;
                if (number > position) {
                    if (!budget.take(event.size())) {
                        return false;
                    }
                    events.add(event.at(number, entry.appliedAt()));
                    position = number;
                }
            }
            position = sequence;
            entry.registered().forEach(resource -> registered.put(resource, entry.appliedAt()));
            entry.cursors()
                    .forEach(it ->
                            cursors.add(new CursorInfo(it.source(), it.resource(), it.cursor(), entry.appliedAt())));
            return true;
        }

        EventRead build(long head) {
            return new EventRead.Page(events, registered, cursors, position, head);
        }
    }
}
