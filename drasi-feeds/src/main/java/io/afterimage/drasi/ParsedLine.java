package io.afterimage.drasi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a line says. Immutable. */
public sealed interface ParsedLine {

    /** A line that is about no query that is wanted, or says nothing. */
    enum Nothing implements ParsedLine {
        /** The only one. */
        NOTHING
    }

    /** A line that takes a number in the sequence of a query. */
    sealed interface Numbered extends ParsedLine {

        /**
         * The query.
         *
         * @return a legal query id
         */
        String queryId();

        /**
         * The number.
         *
         * @return 1 or more
         */
        long sequence();
    }

    /**
     * Row changes under one number.
     *
     * @param queryId the query
     * @param sequence its number
     * @param changes the changes, in order of application; may be empty
     * @param order how changes that touch one key relate
     */
    record Emission(String queryId, long sequence, List<RowChange> changes, Order order) implements Numbered {

        /** Copies the list. */
        public Emission {
            changes = List.copyOf(changes);
        }
    }

    /** How the changes of an emission relate. */
    enum Order {
        /** They happened one after the other, as listed. */
        AS_LISTED,
        /** They happened at once: what leaves a key goes before what comes to it. */
        DELETES_FIRST
    }

    /**
     * A control event of Drasi Platform.
     *
     * @param queryId the query
     * @param sequence its number
     * @param signal what it asks for
     * @param sourceTimeMs when it was sent, in milliseconds since 1970; null where the line does not say
     */
    record Control(
            String queryId,
            long sequence,
            Signal signal,
            @Nullable Long sourceTimeMs) implements Numbered {}

    /** What a control event asks for. */
    enum Signal {
        /** The query starts over: its rows are to be wiped. */
        BOOTSTRAP_STARTED,
        /** The query is gone: it is to be forgotten. */
        DELETED,
        /** Nothing that concerns rows. */
        OTHER
    }
}
