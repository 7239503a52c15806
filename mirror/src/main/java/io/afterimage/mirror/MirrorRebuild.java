package io.afterimage.mirror;

import io.afterimage.OutboxRead;
import io.afterimage.RefusedException;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.stream.Stream;

/** Folds the event log of a mirror into an empty one. Confined to the opening thread. */
final class MirrorRebuild {

    private static final int RECORDS_AT_ONCE = 1_000;
    private static final int ENTRIES_AT_ONCE = 8;

    private final MirrorStore original;
    private final MirrorStore target;

    MirrorRebuild(MirrorStore original, MirrorStore target) {
        this.original = original;
        this.target = target;
    }

    /** Puts the start state into the target. */
    void startFrom(MirrorExport start) {
        for (ResourceInfo resource : start.resources()) {
            target.lane().write(write -> write.startFrom(resource));
            try (Stream<MirroredRecord> records = start.records(resource.name())) {
                Spliterator<MirroredRecord> rest = records.spliterator();
                List<MirroredRecord> some = take(rest);
                while (!some.isEmpty()) {
                    List<MirroredRecord> next = some;
                    target.lane().write(write -> write.startFromRecords(next));
                    some = take(rest);
                }
            }
        }
        target.lane().write(write -> write.startFrom(start.tombstones(), start.cursors()));
    }

    private static List<MirroredRecord> take(Spliterator<MirroredRecord> records) {
        List<MirroredRecord> some = new ArrayList<>();
        while (some.size() < RECORDS_AT_ONCE && records.tryAdvance(some::add)) {
            // the condition does it
        }
        return some;
    }

    /** Folds the log from where the target stands to its end. */
    MirrorStore run() {
        while (true) {
            OutboxRead read = original.log().entriesAfter(target.head(), ENTRIES_AT_ONCE);
            if (read instanceof OutboxRead.Entries entries) {
                target.lane().write(write -> write.foldAll(entries.entries()));
            } else if (read instanceof OutboxRead.UpToDate) {
                copyMigrations();
                return target;
            } else {
                throw new RefusedException("The event log does not reach back far enough. Expected: events after "
                        + target.head() + ". Found: " + read
                        + ". Next: rebuild from an export that is not older than the log, into another store.");
            }
        }
    }

    /** They are part of what was folded, so they must not be applied again. */
    private void copyMigrations() {
        try (Snapshot snapshot = original.store().readSnapshot(MirrorQueries.MIGRATIONS);
                RowCursor rows = snapshot.cursor()) {
            List<MigrationMark> marks = new ArrayList<>();
            while (rows.next()) {
                marks.add(MigrationMark.decode(rows.rowSignature(), rows.copyData()));
            }
            target.lane().write(write -> write.migrated(marks));
        }
    }
}
