package io.afterimage.mirror;

import java.util.List;

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
     * @param cursors the cursors that were stored together with what the page ends with
     * @param position where to read on
     * @param head the number of the last event
     */
    record Page(List<MirrorEvent> events, List<CursorInfo> cursors, long position, long head) implements EventRead {

        /** Copies the lists. */
        public Page {
            events = List.copyOf(events);
            cursors = List.copyOf(cursors);
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
