package io.afterimage.spi;

import io.afterimage.CorruptStoreException;
import io.afterimage.OutboxEntry;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
            return OutboxRead.Gap.withoutEntries(sequence, head);
        }
        OutboxRecord oldest = entry(outbox.first());
        if (sequence < oldest.previousSequence()) {
            return new OutboxRead.Gap(sequence, oldest.sequence(), head.sequence(), head);
        }
        return new OutboxRead.Entries(read(firstAfter(sequence), sequence, maxEntries), head);
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

    private List<OutboxEntry> read(long fromOrdinal, long sequence, int maxEntries) {
        long end = query.outbox().next();
        List<OutboxEntry> entries = new ArrayList<>();
        Chain chain = new Chain();
        long ordinal = fromOrdinal;
        while (ordinal < end && entries.size() < maxEntries) {
            int wanted = (int) Math.min(Math.min(READ_AT_ONCE, end - ordinal), maxEntries - entries.size());
            for (OutboxRecord entry : piece(ordinal, wanted)) {
                chain.add(entry);
                entries.add(new OutboxEntry(entry.sequence(), entry.data()));
            }
            ordinal += wanted;
        }
        chain.requireStartAfter(sequence);
        if (ordinal == end) {
            chain.requireEndAt(query.position().sequence());
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
        Chain chain = new Chain();
        for (long ordinal = outbox.first(); ordinal < outbox.next(); ordinal++) {
            chain.add(entry(ordinal));
        }
        if (outbox.size() > 0) {
            chain.requireEndAt(query.position().sequence());
        }
    }

    /** Entries that must follow one another: each names the sequence of the one before. */
    private final class Chain {

        private @Nullable OutboxRecord oldest;
        private @Nullable OutboxRecord newest;

        void add(OutboxRecord entry) {
            boolean follows = newest == null || entry.previousSequence() == newest.sequence();
            if (!follows || entry.sequence() <= entry.previousSequence()) {
                throw damage(
                        newest == null ? "an entry after the one it names" : "an entry after " + newest.sequence(),
                        "entry " + entry.sequence() + " after " + entry.previousSequence());
            }
            oldest = oldest == null ? entry : oldest;
            newest = entry;
        }

        void requireStartAfter(long sequence) {
            OutboxRecord start = Objects.requireNonNull(oldest, "oldest");
            if (start.previousSequence() > sequence || start.sequence() <= sequence) {
                throw damage(
                        "the entry after " + sequence,
                        "entry " + start.sequence() + " after " + start.previousSequence());
            }
        }

        void requireEndAt(long sequence) {
            OutboxRecord end = Objects.requireNonNull(newest, "newest");
            if (end.sequence() != sequence) {
                throw damage("a newest entry of sequence " + sequence, "entry " + end.sequence());
            }
        }

        private CorruptStoreException damage(String expected, String found) {
            return CorruptStoreException.ofQuery(
                    query.queryId(),
                    "Expected: in the outbox " + expected + ". Found: " + found
                            + ". Next: rebuild the query from its origin.",
                    null);
        }
    }
}
