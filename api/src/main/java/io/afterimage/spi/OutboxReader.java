package io.afterimage.spi;

import io.afterimage.CorruptStoreException;
import io.afterimage.OutboxEntry;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import java.util.ArrayList;
import java.util.List;

/** Reads what follows a position in a query's outbox, or finds out why nothing does (C12). One call, one instance. */
final class OutboxReader {

    private static final int READ_AT_ONCE = 1_000;

    private final EngineView view;
    private final QueryRecord query;

    OutboxReader(EngineView view, QueryRecord query) {
        this.view = view;
        this.query = query;
    }

    OutboxRead after(Position requested, int maxEntries) {
        Position head = query.visiblePosition();
        if (requested.generation() != head.generation()) {
            return new OutboxRead.OtherGeneration(requested, head);
        }
        if (requested.configHash() != 0 && head.configHash() != 0 && requested.configHash() != head.configHash()) {
            return new OutboxRead.OtherConfig(requested, head);
        }
        long sequence = requested.sequence();
        if (sequence > head.sequence()) {
            return new OutboxRead.Ahead(requested, head);
        }
        if (sequence == head.sequence()) {
            return new OutboxRead.UpToDate(head);
        }
        QueryRecord.Outbox outbox = query.outbox();
        if (outbox.size() == 0) {
            return new OutboxRead.Gap(sequence, head.sequence() + 1, head.sequence(), head);
        }
        OutboxRecord oldest = entry(outbox.first());
        if (sequence < oldest.previousSequence()) {
            return new OutboxRead.Gap(sequence, oldest.sequence(), head.sequence(), head);
        }
        return new OutboxRead.Entries(read(firstAfter(sequence), maxEntries), head);
    }

    /** The ordinal of the first entry beyond the sequence; sequences ascend with ordinals. */
    private long firstAfter(long sequence) {
        long low = query.outbox().first();
        long high = query.outbox().next() - 1; // the newest entry is the head's, which is beyond
        long guess = high - (query.position().sequence() - sequence) + 1; // exact where no sequence was left out
        if (guess >= low && guess <= high) {
            OutboxRecord entry = entry(guess);
            if (entry.previousSequence() <= sequence && sequence < entry.sequence()) {
                return guess;
            }
        }
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (entry(middle).sequence() > sequence) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private List<OutboxEntry> read(long fromOrdinal, int maxEntries) {
        long end = query.outbox().next();
        List<OutboxEntry> entries = new ArrayList<>();
        long ordinal = fromOrdinal;
        while (ordinal < end && entries.size() < maxEntries) {
            int wanted = (int) Math.min(Math.min(READ_AT_ONCE, end - ordinal), maxEntries - entries.size());
            for (OutboxRecord entry : piece(ordinal, wanted)) {
                entries.add(new OutboxEntry(entry.sequence(), entry.data()));
            }
            ordinal += wanted;
        }
        return entries;
    }

    private OutboxRecord entry(long ordinal) {
        return piece(ordinal, 1).get(0);
    }

    /** Reads that many entries, all of which must be there. */
    private List<OutboxRecord> piece(long ordinal, int count) {
        List<OutboxRecord> piece = view.outbox(query, ordinal, count);
        for (int i = 0; i < count; i++) {
            if (i == piece.size() || piece.get(i).ordinal() != ordinal + i) {
                throw CorruptStoreException.ofQuery(
                        query.queryId(),
                        "Expected: outbox entry number " + (ordinal + i) + " of "
                                + query.outbox().first() + " to "
                                + (query.outbox().next() - 1)
                                + ". Found: none. Next: rebuild the query from its origin.",
                        null);
            }
        }
        return piece;
    }

    /** Walks the whole outbox: every entry there, every sequence after the one before, the last one the head's. */
    void verify() {
        QueryRecord.Outbox outbox = query.outbox();
        long expectedPrevious = -1;
        for (long ordinal = outbox.first(); ordinal < outbox.next(); ordinal++) {
            OutboxRecord entry = entry(ordinal);
            boolean chained = expectedPrevious == -1 || entry.previousSequence() == expectedPrevious;
            if (!chained || entry.sequence() <= entry.previousSequence()) {
                throw CorruptStoreException.ofQuery(
                        query.queryId(),
                        "Expected: an outbox entry after sequence " + expectedPrevious + ". Found: entry "
                                + entry.sequence() + " after " + entry.previousSequence() + ".",
                        null);
            }
            expectedPrevious = entry.sequence();
        }
        if (outbox.size() > 0 && expectedPrevious != query.position().sequence()) {
            throw CorruptStoreException.ofQuery(
                    query.queryId(),
                    "Expected: a newest outbox entry of sequence "
                            + query.position().sequence() + ". Found: " + expectedPrevious + ".",
                    null);
        }
    }
}
