package io.afterimage.mirror;

import io.afterimage.LiveResultsStore;
import io.afterimage.RefusedException;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Brings a mirror to the newest of its migrations when it is opened. Confined to the opening thread. */
final class Migrations {

    private final LiveResultsStore store;
    private final List<Migration> migrations;

    Migrations(LiveResultsStore store, List<Migration> migrations) {
        this.store = store;
        this.migrations = migrations.stream()
                .sorted(Comparator.comparingInt(Migration::number))
                .toList();
    }

    /** Applies what has not been applied yet, each in a write of its own. */
    void run(WriterLane lane, MirrorReader reader) {
        requireUniqueNumbers();
        requireSame();
        for (Migration migration : migrations) {
            lane.write(write -> run(migration, write, reader));
        }
    }

    private void requireUniqueNumbers() {
        for (int i = 1; i < migrations.size(); i++) {
            if (migrations.get(i).number() == migrations.get(i - 1).number()) {
                throw new RefusedException("Two migrations have one number. Found: "
                        + migrations.get(i).number() + ".");
            }
        }
    }

    /** What was applied must be known and unchanged, and nothing new may come before it. */
    private void requireSame() {
        SortedMap<Integer, MigrationMark> applied = applied();
        int newest = applied.isEmpty() ? 0 : applied.lastKey();
        for (Migration migration : migrations) {
            MigrationMark mark = applied.remove(migration.number());
            MigrationMark own = markOf(migration, Instant.EPOCH);
            if (mark == null && migration.number() < newest) {
                throw new MigrationMismatchException(
                        migration.number(), "a number after " + newest + ", which is applied", own.identity());
            }
            if (mark != null && !mark.identity().equals(own.identity())) {
                throw new MigrationMismatchException(migration.number(), mark.identity(), own.identity());
            }
        }
        if (!applied.isEmpty()) {
            MigrationMark unknown = applied.values().iterator().next();
            throw new MigrationMismatchException(
                    unknown.number(), unknown.identity() + ", which is applied", "no migration of that number");
        }
    }

    private SortedMap<Integer, MigrationMark> applied() {
        SortedMap<Integer, MigrationMark> applied = new TreeMap<>();
        try (Snapshot snapshot = store.readSnapshot(MirrorQueries.MIGRATIONS);
                RowCursor rows = snapshot.cursor()) {
            while (rows.next()) {
                MigrationMark mark = MigrationMark.decode(rows.rowSignature(), rows.copyData());
                applied.put(mark.number(), mark);
            }
        }
        return applied;
    }

    private static MigrationMark markOf(Migration migration, Instant appliedAt) {
        return new MigrationMark(migration.number(), migration.name(), migration.checksum(), appliedAt);
    }

    /** Part of one write: whoever else opened the mirror may have been faster. */
    private boolean run(Migration migration, BatchWrite write, MirrorReader reader) {
        if (store.row(MirrorQueries.MIGRATIONS, migration.number()).isPresent()) {
            return false;
        }
        try {
            migration.step().run(new MigrationWrite(migration, write, reader, store));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MigrationFailedException(migration, e);
        } catch (Exception e) {
            throw new MigrationFailedException(migration, e);
        }
        write.end(List.of());
        return write.migrated(List.of(markOf(migration, write.now())));
    }
}
