package io.afterimage.mirror.source;

import io.afterimage.mirror.Delta;
import io.afterimage.mirror.DeltaOp;
import io.afterimage.mirror.MirrorStore;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list, round after round. A round is a pass over its pages, and where vanished records are deleted, a walk over
 * the mirror's; see {@link VanishedRecords}. Only what differs from the mirror becomes a delta, so that reading a page
 * twice changes nothing.
 */
final class ListReader implements HttpReader {

    private static final int MAX_TURNS = 100;

    private final HttpReading reading;
    private final HttpTerms terms;
    private final HttpFetch fetch;
    private final Stamps stamps;
    private final MirrorComparison comparison;
    private final ListMemory memory;
    private final VanishedRecords vanished;

    ListReader(HttpReading reading, HttpTerms terms, MirrorStore mirror) {
        this.reading = reading;
        this.terms = terms;
        comparison = new MirrorComparison(mirror, terms.time());
        fetch = new HttpFetch(terms);
        stamps = new Stamps(terms.time());
        memory = new ListMemory(reading.maxListed());
        vanished = new VanishedRecords(reading, mirror, memory, comparison);
    }

    @Override
    public Pulled pull(HttpCursor cursor) throws InterruptedException {
        return cursor.pass().vanished() == null ? pullPage(cursor) : vanished.pull(cursor);
    }

    private Pulled pullPage(HttpCursor cursor) throws InterruptedException {
        boolean roundBegins = cursor.pass().number() == 0;
        @Nullable String known = roundBegins && reading.conditional() ? cursor.etag() : null;
        HttpAnswer answer = fetch.get(reading.paging().address(reading.start(), cursor.at()), known);
        if (answer.isUnchanged()) {
            return Pulled.nothing();
        }
        Page page = reading.page(answer);
        Map<String, Delta> listed = new LinkedHashMap<>();
        for (Delta delta : reading.items().deltas(page, stamps)) {
            listed.put(delta.recordId(), delta);
        }
        HttpCursor here = cursor.at() == null ? passBegins(cursor, answer) : cursor;
        return goOn(here, page, listed, remember(here, listed.values()));
    }

    /** The first page's ETag is that of the round. A pass goes on with the memory of the one before, if that is there. */
    private HttpCursor passBegins(HttpCursor cursor, HttpAnswer answer) {
        HttpCursor.Pass pass = cursor.pass();
        if (reading.passesUntilGone() > 0 && (pass.number() == 0 || !memory.knows(pass.seen()))) {
            memory.begin();
            pass = HttpCursor.Pass.first(1, memory.name());
        } else if (pass.number() == 0) {
            pass = HttpCursor.Pass.first(1, null);
        }
        return new HttpCursor(cursor.way(), null, HttpReading.etag(answer), cursor.watch(), pass);
    }

    /** The name of the memory that knows all ids up to this page; null if none does. */
    private @Nullable String remember(HttpCursor here, Collection<Delta> listed) {
        if (!memory.knows(here.pass().seen())) {
            return null;
        }
        for (Delta delta : listed) {
            if (delta.op() == DeltaOp.UPSERT && !memory.add(delta.recordId())) {
                throw new SourceContentException(
                        "The list has too many records to notice which are gone. Where: "
                                + Addresses.inMessages(reading.start()) + ". Expected: up to " + reading.maxListed()
                                + ". Next: raise the limit, or leave vanished records alone.",
                        null);
            }
        }
        return memory.name();
    }

    private Pulled goOn(HttpCursor here, Page page, Map<String, Delta> listed, @Nullable String seen)
            throws InterruptedException {
        HttpCursor.Pass pass = here.pass();
        Paging.Turn turn = reading.paging()
                .turn(new Paging.Visit(
                        reading.start(), here.at(), page, marks(listed), pass.anchors(), terms.credentials()));
        List<Delta> changed = changed(listed.values());
        if (!turn.more() || turn.next().isEmpty()) {
            return endOfPass(here, changed, seen);
        }
        String next = reading.storable(turn.next().get(), page, terms.credentials());
        int turns = pass.turns() + (turn.turnedBack() ? 1 : 0);
        if (turns > MAX_TURNS) {
            throw new SourceUnavailableException(
                    "The list changes faster than it can be read. Where: " + Addresses.inMessages(page.address())
                            + ". Found: it was turned back " + turns + " times. Next: sync again later, or raise the"
                            + " overlap.",
                    null);
        }
        PageWatch watch = here.watch().after(page, reading.patience());
        return Pulled.more(
                changed,
                new HttpCursor(
                                here.way(),
                                next,
                                here.etag(),
                                reading.paging().mayGoRound() ? watch.movingTo(next, page) : watch,
                                new HttpCursor.Pass(pass.number(), seen, turn.anchors(), turns, null))
                        .toText());
    }

    private static List<String> marks(Map<String, Delta> listed) {
        return listed.keySet().stream().map(Page::fingerprint).toList();
    }

    private Pulled endOfPass(HttpCursor here, List<Delta> changed, @Nullable String seen) throws InterruptedException {
        HttpCursor round = new HttpCursor(here.way(), null, here.etag(), PageWatch.START, HttpCursor.Pass.NONE);
        return reading.passesUntilGone() == 0
                ? Pulled.last(changed, round.toText())
                : Pulled.more(
                        changed,
                        vanished.afterPass(round, here.pass().number(), seen).toText());
    }

    private List<Delta> changed(Collection<Delta> listed) {
        boolean tellsTime = reading.items().fields().tellsTime();
        return listed.stream()
                .map(delta -> tellsTime ? comparison.difference(delta) : comparison.differenceNow(delta))
                .flatMap(Optional::stream)
                .toList();
    }
}
