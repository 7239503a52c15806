package io.afterimage.mirror.source;

import io.afterimage.mirror.Delta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a change feed: each page brings deltas, and the position of the last one is where to ask for news. */
final class FeedReader implements HttpReader {

    private final HttpReading reading;
    private final HttpTerms terms;
    private final HttpFetch fetch;
    private final Stamps stamps;

    FeedReader(HttpReading reading, HttpTerms terms) {
        this.reading = reading;
        this.terms = terms;
        fetch = new HttpFetch(terms);
        stamps = new Stamps(terms.time());
    }

    @Override
    public Pulled pull(HttpCursor cursor) throws InterruptedException {
        HttpAnswer answer = fetch.get(reading.paging().address(reading.start(), cursor.at()), cursor.etag());
        if (answer.isUnchanged()) {
            return Pulled.nothing();
        }
        Page page = reading.page(answer);
        Paging.Turn turn = reading.paging()
                .turn(new Paging.Visit(reading.start(), cursor.at(), page, List.of(), List.of(), terms.credentials()));
        @Nullable String next = turn.next().orElse(cursor.at());
        boolean moved = next != null && !next.equals(cursor.at());
        if (next != null && moved) {
            reading.storable(next, page, terms.credentials());
        }
        boolean known = !moved && !page.isEmpty() && cursor.watch().knows(page);
        List<Delta> deltas = known ? List.of() : reading.items().deltas(page, stamps);
        return next != null && moved && turn.more()
                ? walkingOn(cursor, page, deltas, next)
                : atRest(cursor, page, deltas, next, moved);
    }

    private Pulled walkingOn(HttpCursor cursor, Page page, List<Delta> deltas, String next) {
        PageWatch watch = cursor.watch().after(page, reading.patience()).movingTo(next, page);
        return Pulled.more(deltas, new HttpCursor(cursor.way(), next, null, watch, HttpCursor.Pass.NONE).toText());
    }

    private static Pulled atRest(
            HttpCursor cursor, Page page, List<Delta> deltas, @Nullable String next, boolean moved) {
        @Nullable String etag = moved ? null : HttpReading.etag(page.answer());
        PageWatch watch = moved ? PageWatch.START : PageWatch.atRest(page);
        return Pulled.last(deltas, new HttpCursor(cursor.way(), next, etag, watch, HttpCursor.Pass.NONE).toText());
    }
}
