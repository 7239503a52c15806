package io.afterimage.tck.torture;

import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The snapshots that the threads have opened and all of them use and close. Thread-safe. */
final class Loot {

    private static final int MOST = 12;

    private final Deque<Held> held = new ArrayDeque<>(); // guarded by this

    /** Takes one in; the oldest one leaves if there are too many. */
    synchronized Optional<Held> add(Held one) {
        held.addLast(one);
        return held.size() > MOST ? Optional.of(held.removeFirst()) : Optional.empty();
    }

    /** Any of them, closed or not. */
    synchronized Optional<Held> any(Random random) {
        return held.isEmpty() ? Optional.empty() : Optional.of(new ArrayList<>(held).get(random.nextInt(held.size())));
    }

    /** One snapshot with a walk over it. The cursor is used under the lock of this object, and closed without it. */
    static final class Held {

        final Snapshot snapshot;
        final RowCursor cursor;
        final Gate gate;
        final Gate cursorGate;
        final List<Row> rows;
        private int walked;

        Held(Snapshot snapshot, Gate store) {
            this.snapshot = snapshot;
            this.gate = new Gate(store);
            this.cursorGate = new Gate(gate);
            this.rows = snapshot.toList();
            this.cursor = snapshot.cursor();
        }

        /** Takes a few steps, each of which must give the next row. */
        synchronized String walk(int steps) {
            for (int left = steps; left > 0; left--) {
                if (cursor.next() != walked < rows.size()) {
                    return "The walk is at its end, or not, at " + walked + " of " + rows.size() + " rows.";
                }
                if (walked == rows.size()) {
                    return "";
                }
                Row found = new Row(cursor.rowSignature(), cursor.copyData());
                if (!found.equals(rows.get(walked++))) {
                    return "Expected: " + rows.get(walked - 1) + ". Found: " + found + ".";
                }
            }
            return "";
        }

        /** What cannot be asked before the first row and after the last. */
        synchronized String lookWithoutRow() {
            try (RowCursor fresh = snapshot.cursorFrom(walked)) {
                return "A row before the first: " + fresh.rowSignature();
            } catch (IllegalStateException e) {
                return "";
            }
        }
    }
}
