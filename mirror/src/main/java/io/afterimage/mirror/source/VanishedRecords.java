package io.afterimage.mirror.source;

import io.afterimage.mirror.Delta;
import io.afterimage.mirror.DeltaOp;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.MirroredRecord;
import io.afterimage.mirror.RecordPage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.NullNode;

/**
 * Deletes what a list no longer shows: it walks over the mirror's records, page by page, and those that this source brought
 * and no pass of the round has shown are gone. Only after whole passes whose ids are all remembered; see {@link ListMemory}.
 */
final class VanishedRecords {

    private static final int RECORDS_PER_PULL = 500;

    private final HttpReading reading;
    private final MirrorStore mirror;
    private final ListMemory memory;
    private final Stamps stamps;

    VanishedRecords(HttpReading reading, MirrorStore mirror, ListMemory memory, Stamps stamps) {
        this.reading = reading;
        this.mirror = mirror;
        this.memory = memory;
        this.stamps = stamps;
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
        RecordPage page = page(token);
        List<Delta> gone = page.records().stream()
                .filter(this::isMissing)
                .map(this::delete)
                .toList();
        Optional<String> next = page.next();
        return next.isPresent()
                ? Pulled.more(gone, at(cursor, pass.looking(next.get())).toText())
                : Pulled.last(gone, at(cursor, HttpCursor.Pass.NONE).toText());
    }

    private static HttpCursor at(HttpCursor cursor, HttpCursor.Pass pass) {
        return new HttpCursor(cursor.way(), null, cursor.etag(), PageWatch.START, pass);
    }

    private boolean anyIsMissing() throws InterruptedException {
        for (String token = ""; ; ) {
            RecordPage page = page(token);
            if (page.records().stream().anyMatch(this::isMissing)) {
                return true;
            }
            if (page.next().isEmpty()) {
                return false;
            }
            token = page.next().get();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private RecordPage page(String token) {
        String resource = reading.items().resource();
        return token.isEmpty()
                ? mirror.records(resource, RECORDS_PER_PULL)
                : mirror.records(resource, token, RECORDS_PER_PULL);
    }

    private boolean isMissing(MirroredRecord record) {
        return record.source().equals(reading.items().provenance().source()) && !memory.contains(record.recordId());
    }

    private Delta delete(MirroredRecord record) {
        return new Delta(
                record.resource(),
                record.recordId(),
                DeltaOp.DELETE,
                NullNode.getInstance(),
                stamps.after(record.occurredAt()),
                reading.items().provenance());
    }
}
