package io.afterimage.drasi;

import io.afterimage.drasi.RowChange.Put;
import io.afterimage.drasi.RowChange.Remove;
import io.afterimage.reactions.RowDiff;
import java.util.List;

/**
 * Changes to rows that are told apart by all they say: each takes a copy away, brings one, or both. Only the sum counts,
 * so the order of the changes inside an emission does not matter.
 */
final class CountedRows implements ChangedRows {

    private final KeyedRows rows;

    CountedRows(KeyedRows rows) {
        this.rows = rows;
    }

    @Override
    public void leave(RowChange change) {
        RawJson before = change instanceof Remove remove ? UniqueRows.before(remove) : ((Put) change).before();
        if (before != null) {
            add(rows.of(before), -1);
        }
    }

    @Override
    public void come(RowChange change) {
        if (change instanceof Put put) {
            KeyedRow place = rows.of(put.after());
            add(place, 1);
            place.json(put.after());
        }
    }

    private static void add(KeyedRow place, int copies) {
        place.copies(place.copies() + copies);
    }

    @Override
    public List<RowDiff> diffs() {
        return rows.diffs();
    }

    /** The copies that were to be taken away and are not there. */
    @Override
    public long absent() {
        return rows.missingCopies();
    }
}
