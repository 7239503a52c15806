package io.afterimage.drasi;

import io.afterimage.reactions.RowDiff;
import java.util.List;

/** The rows that one emission changes. Each change is told in two halves. Not thread-safe; one thread at a time. */
interface ChangedRows {

    /** What a change takes away: a removed row, or the old place of one that moved. */
    void leave(RowChange change);

    /** What a change brings. */
    void come(RowChange change);

    /** What all changes together do to the stored rows. */
    List<RowDiff> diffs();

    /** How many changes were to rows that are not stored. */
    long absent();
}
