package io.afterimage.cli.serve.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the emissions of a query are taken. Immutable.
 *
 * @param identity how its rows are told apart
 * @param keyColumns the columns that tell them apart, where that is how
 * @param outboxEntries how many emissions are kept for readers that lag behind, 0 for the store's own number
 * @param gaps what happens where emissions stay missing
 * @param start where the first emission may stand
 * @param idle how long an emission whose end the wire does not mark is waited for, null for the feed's own time
 * @param gapTime how long missing emissions are waited for, null for the feed's own time
 * @param view where all its rows can be read, null where they cannot
 */
public record QueryRules(
        Identity identity,
        List<String> keyColumns,
        long outboxEntries,
        Gaps gaps,
        Start start,
        @Nullable Duration idle,
        @Nullable Duration gapTime,
        @Nullable ViewSource view) {

    /** How rows are told apart. */
    public enum Identity {
        /** By what each row says of itself: its signature, else the columns it is grouped by. */
        AS_IT_COMES,
        /** By key columns. */
        KEY_COLUMNS,
        /** By all of the row; equal rows are counted. */
        FULL_ROW
    }

    /** What happens where emissions stay missing. */
    public enum Gaps {
        /** They are waited for. */
        REFUSE,
        /** They are waited for, then given up and counted. */
        SKIP
    }

    /** Where the first emission of a query may stand. */
    public enum Start {
        /** At sequence 1. */
        AT_ONE,
        /** Anywhere: the query ran already when it was first sent here. */
        ANYWHERE
    }

    /** Copies the list. */
    public QueryRules {
        keyColumns = List.copyOf(keyColumns);
    }
}
