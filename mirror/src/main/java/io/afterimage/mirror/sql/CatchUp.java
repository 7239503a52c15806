package io.afterimage.mirror.sql;

import io.afterimage.mirror.CursorInfo;
import io.afterimage.mirror.EventRead;
import io.afterimage.mirror.MirrorExport;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.MirroredRecord;
import io.afterimage.mirror.ResourceInfo;
import io.afterimage.mirror.sql.FollowerWriter.Standing;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Brings a follower's tables from one position of its mirror to a later one, in one transaction, so that whoever reads sees
 * the mirror as it was between two batches. What cannot be followed is rebuilt, in one transaction too: SQLite writes it
 * aside, into its log, and flips with the commit. Confined to one call.
 */
final class CatchUp {

    private static final int PAGE_EVENTS = 1_000;
    private static final int CHUNK_RECORDS = 500;

    private final MirrorStore mirror;
    private final FollowerWriter writer;
    private long rebuilds;

    CatchUp(MirrorStore mirror, FollowerWriter writer) {
        this.mirror = mirror;
        this.writer = writer;
    }

    /** How often the tables were made anew: once, or not at all. */
    long rebuilds() {
        return rebuilds;
    }

    /** Follows from where the tables stand; nothing is written if nothing happened. */
    Standing from(Standing standing) throws SQLException {
        long life = mirror.life();
        if (standing.life() != life) {
            return rebuild();
        }
        long position = standing.position();
        long target = mirror.head(); // between two batches
        if (position == target) {
            return standing;
        }
        while (position != target) {
            long room = Math.max(1, Math.min(PAGE_EVENTS, target - position));
            if (!(mirror.eventsAfter(position, (int) room) instanceof EventRead.Page page)) {
                return rebuild(); // beyond the retention, or beyond the head: another life
            }
            writer.follow(page);
            position = page.position();
            if (position > target) {
                target = page.head(); // numbers without events let the page run past; go on to the end of that batch
            }
        }
        return commit(new Standing(life, position));
    }

    /** Makes the tables anew from the mirror as it is now. */
    Standing rebuild() throws SQLException {
        rebuilds++;
        try (MirrorExport export = mirror.export()) {
            writer.clear();
            for (ResourceInfo resource : export.resources()) {
                writer.put(resource.name(), resource.registeredAt());
                try (Stream<MirroredRecord> records = export.records(resource.name())) {
                    putAll(records.iterator());
                }
            }
            for (CursorInfo cursor : export.cursors()) {
                writer.put(cursor);
            }
            putEvents(export.head());
            return commit(new Standing(export.life(), export.head()));
        }
    }

    private void putAll(Iterator<MirroredRecord> records) throws SQLException {
        List<MirroredRecord> chunk = new ArrayList<>();
        while (records.hasNext()) {
            chunk.add(records.next());
            if (chunk.size() == CHUNK_RECORDS || !records.hasNext()) {
                writer.put(chunk);
                chunk.clear();
            }
        }
    }

    /** What the log still holds up to the head of the export. If the log is trimmed meanwhile, what came before goes too. */
    private void putEvents(long head) throws SQLException {
        long position = 0;
        while (position < head) {
            EventRead read = mirror.eventsAfter(position, PAGE_EVENTS);
            if (read instanceof EventRead.Page page) {
                writer.put(page.events().stream()
                        .filter(event -> event.sequence() <= head)
                        .toList());
                position = page.position();
            } else if (read instanceof EventRead.Lag lag) {
                writer.dropEventsBefore(lag.earliest());
                position = lag.earliest() - 1;
            } else {
                return; // the mirror began another life meanwhile, which the next catching up finds
            }
        }
    }

    /** The log's retention is the table's. */
    private Standing commit(Standing standing) throws SQLException {
        if (mirror.eventsAfter(0, 1) instanceof EventRead.Lag lag) {
            writer.dropEventsBefore(lag.earliest());
        }
        writer.commitAt(standing);
        return standing;
    }
}
