package io.afterimage.mirror;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answer to a read of the event log: what follows, or exactly why not. Immutable. */
public sealed interface EventRead {

    /**
     * The number of the last event at the moment of the read.
     *
     * @return the head, 0 = none yet
     */
    long head();

    /**
     * What follows the requested number, in order and without holes but for events that were not asked for.
     *
     * @param events the events; may be empty although {@code position} moved
     * @param registered the resources that came into being, with the moment, in order
     * @param cursors the cursors that were stored, in order; the last one for a source and resource holds
     * @param position where to read on
     * @param head the number of the last event
     */
    record Page(
            List<MirrorEvent> events,
            Map<String, Instant> registered,
            List<CursorInfo> cursors,
            long position,
            long head)
            implements EventRead {

        /** Copies the lists. */
        public Page {
            events = List.copyOf(events);
            registered = Collections.unmodifiableMap(new LinkedHashMap<>(registered));
            cursors = List.copyOf(cursors);
        }

        /**
         * The same without the events that were skipped.
         *
         * @return the page
         */
        Page applied() {
            return new Page(events.stream().filter(MirrorEvent::applied).toList(), registered, cursors, position, head);
        }

        /**
         * Whether the page reaches the head.
         *
         * @return true if nothing follows it
         */
        public boolean complete() {
            return position == head;
        }
    }

    /**
     * Retention has dropped events after the requested number.
     *
     * @param requested the number after which events were asked for
     * @param earliest the number from which on all is there: read after {@code earliest - 1}
     * @param head the number of the last event
     */
    record Lag(long requested, long earliest, long head) implements EventRead {}

    /**
     * The requested number is beyond the last event: it belongs to another mirror, or to another life of this one.
     *
     * @param requested the number after which events were asked for
     * @param head the number of the last event
     */
    record Ahead(long requested, long head) implements EventRead {}
}
