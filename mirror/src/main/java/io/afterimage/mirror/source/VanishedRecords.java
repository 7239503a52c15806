package io.afterimage.mirror.source;

import io.afterimage.mirror.Delta;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.MirroredRecord;
import io.afterimage.mirror.RecordPage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what a list no longer shows: it walks over the mirror's records, page by page, and those that this source brought
 * and no pass of the round has shown are gone. Only after whole passes whose ids are all remembered; see {@link ListMemory}.
 */
final class VanishedRecords {

    private static final int RECORDS_PER_PULL = 500;

    private final HttpReading reading;
    private final MirrorStore mirror;
    private final ListMemory memory;
    private final MirrorComparison comparison;

    VanishedRecords(HttpReading reading, MirrorStore mirror, ListMemory memory, MirrorComparison comparison) {
        this.reading = reading;
        this.mirror = mirror;
        this.memory = memory;
        this.comparison = comparison;
    }

    /**
     * Where it goes on after a pass: to the mirror's records if all its ids are remembered, else to another pass.
     *
     * @param round the cursor between two rounds
     * @param number which pass it was
     * @param seen the memory that knows its ids, null if none does
     */
    HttpCursor afterPass(HttpCursor round, int number, @Nullable String seen) {
        HttpCursor.Pass pass = HttpCursor.Pass.first(number, seen);
        return at(round, seen == null ? HttpCursor.Pass.first(1, null) : pass.looking(""));
    }

    Pulled pull(HttpCursor cursor) throws InterruptedException {
        HttpCursor.Pass pass = cursor.pass();
        if (!memory.knows(pass.seen())) {
            return Pulled.more(
                    List.of(), at(cursor, HttpCursor.Pass.first(1, null)).toText());
        }
        String token = String.valueOf(pass.vanished());
        if (token.isEmpty() && pass.number() < reading.passesUntilGone() && anyIsMissing()) {
            HttpCursor.Pass again = HttpCursor.Pass.first(pass.number() + 1, pass.seen());
            return Pulled.more(List.of(), at(cursor, again).toText());
        }
        return look(cursor, token);
    }

    /** Looks until something is gone, or to the end: pages without news are no reason to store a cursor. */
    private Pulled look(HttpCursor cursor, String from) throws InterruptedException {
        for (String token = from; ; ) {
            RecordPage page = page(token);
            List<Delta> gone = page.records().stream()
                    .filter(this::isMissing)
                    .map(record -> comparison.vanished(record, reading.items().provenance()))
                    .toList();
            if (page.next().isEmpty()) {
                return Pulled.last(gone, at(cursor, HttpCursor.Pass.NONE).toText());
            }
            token = page.next().get();
            if (!gone.isEmpty()) {
                return Pulled.more(
                        gone, at(cursor, cursor.pass().looking(token)).toText());
            }
        }
    }

    private static HttpCursor at(HttpCursor cursor, HttpCursor.Pass pass) {
        return new HttpCursor(cursor.way(), null, cursor.etag(), PageWatch.START, pass);
    }

    private boolean anyIsMissing() throws InterruptedException {
        for (Optional<String> token = Optional.of(""); token.isPresent(); ) {
            RecordPage page = page(token.get());
            if (page.records().stream().anyMatch(this::isMissing)) {
                return true;
            }
            token = page.next();
        }
        return false;
    }

    private RecordPage page(String token) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        String resource = reading.items().resource();
        return token.isEmpty()
                ? mirror.records(resource, RECORDS_PER_PULL)
                : mirror.records(resource, token, RECORDS_PER_PULL);
    }

    private boolean isMissing(MirroredRecord record) {
        return record.source().equals(reading.items().provenance().source()) && !memory.contains(record.recordId());
    }
}
