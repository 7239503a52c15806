package io.afterimage.cli.mirror.demo;

import io.afterimage.cli.mirror.origin.Truth;
import io.afterimage.mirror.EventRead;
import io.afterimage.mirror.MirrorEvent;
import io.afterimage.mirror.MirrorStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole event log of a mirror, read once: which changes were applied to which record, in order. Not thread-safe; one
 * thread at a time.
 */
final class EventAudit {

    private static final int PAGE_EVENTS = 5_000;

    private final Map<String, Map<String, List<Instant>>> applied = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private long last;
    private long appliedEvents;
    private long skippedEvents;
    private long feedEvents;

    private EventAudit() {}

    /** Reads the log from its beginning. */
    static EventAudit of(MirrorStore mirror) {
        EventAudit audit = new EventAudit();
        long position = 0;
        EventRead.Page page;
        do {
            EventRead read = mirror.eventsAfter(position, PAGE_EVENTS);
            if (!(read instanceof EventRead.Page found)) {
                audit.problems.add("The log is not there from its beginning. Found: " + read + ".");
                return audit;
            }
            page = found;
            page.events().forEach(audit::add);
            position = page.position();
        } while (!page.complete());
        return audit;
    }

    private void add(MirrorEvent event) {
        if (event.sequence() <= last) {
            problems.add("An event comes twice, or out of order. Event: " + event.sequence() + " after " + last + ".");
        }
        last = event.sequence();
        if (!event.applied()) {
            skippedEvents++;
            return;
        }
        appliedEvents++;
        feedEvents += Truth.isFeed(event.delta().resource()) ? 1 : 0;
        List<Instant> moments =
                momentsOf(event.delta().resource(), event.delta().recordId());
        moments.add(event.delta().occurredAt());
        if (event.version() != moments.size()) {
            problems.add("A version does not count the changes. Record: "
                    + event.delta().resource() + "/" + event.delta().recordId() + ". Expected: " + moments.size()
                    + ". Found: " + event.version() + ".");
        }
    }

    private List<Instant> momentsOf(String resource, String recordId) {
        return applied.computeIfAbsent(resource, name -> new HashMap<>())
                .computeIfAbsent(recordId, id -> new ArrayList<>());
    }

    /** When each change happened that was applied to a record, in the order of the log. */
    List<Instant> applied(String resource, String recordId) {
        return applied.getOrDefault(resource, Map.of()).getOrDefault(recordId, List.of());
    }

    /** How many events there are. */
    Figures figures() {
        return new Figures(appliedEvents, skippedEvents);
    }

    /**
     * How many events there are. Immutable.
     *
     * @param applied those that changed the mirror
     * @param skipped those that did not
     */
    record Figures(long applied, long skipped) {}

    /** How many changes were applied that the feed told. */
    long feedEvents() {
        return feedEvents;
    }

    /** What is wrong with the log itself. */
    List<String> problems() {
        return List.copyOf(problems);
    }
}
