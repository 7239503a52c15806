package io.afterimage.drasi;

import io.afterimage.drasi.RowChange.Put;
import io.afterimage.drasi.RowChange.Remove;
import io.afterimage.reactions.RowDiff;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes to rows that are told apart by columns. An update whose columns changed moves the row: its old place becomes
 * empty, unless an earlier move of the same emission has brought another row there.
 */
final class UniqueRows implements ChangedRows {

    private final KeyedRows rows;
    private final Map<KeyedRow, RawJson> moved = new HashMap<>();
    private long absent;

    UniqueRows(KeyedRows rows) {
        this.rows = rows;
    }

    @Override
    public void leave(RowChange change) {
        if (change instanceof Remove remove) {
            empty(rows.of(before(remove)));
        } else if (change instanceof Put put && put.before() != null) {
            KeyedRow oldPlace = rows.of(put.before());
            if (oldPlace != rows.of(put.after())) {
                moveFrom(oldPlace, put.before());
            }
        }
    }

    private void moveFrom(KeyedRow oldPlace, RawJson row) {
        RawJson newcomer = moved.get(oldPlace);
        if (newcomer == null || newcomer.sameBytes(row)) {
            empty(oldPlace);
        }
    }

    private void empty(KeyedRow place) {
        absent += 1 - place.copies();
        place.copies(0);
        moved.remove(place);
    }

    @Override
    public void come(RowChange change) {
        if (change instanceof Put put) {
            KeyedRow place = rows.of(put.after());
            boolean moves = put.before() != null && rows.of(put.before()) != place;
            if (put.before() != null && !moves) {
                absent += 1 - place.copies();
            }
            if (moves || moved.containsKey(place)) {
                moved.put(place, put.after());
            }
            place.copies(1);
            place.json(put.after());
        }
    }

    @Override
    public List<RowDiff> diffs() {
        return rows.diffs();
    }

    @Override
    public long absent() {
        return absent;
    }

    /** The row that a change takes away, which is where its key is. */
    static RawJson before(Remove remove) {
        RawJson before = remove.before();
        if (before == null) {
            throw new UnusableLineException("A deleted row is missing. Expected: its data, for its key. Found: none.");
        }
        return before;
    }
}
