package io.afterimage.drasi;

import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.reactions.Emission;
import io.afterimage.reactions.EmissionCodec;
import io.afterimage.reactions.LiveQuery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Judges what comes under a number that is taken, by what the outbox keeps of it. Immutable. */
final class Past {

    private final LiveQuery query;
    private final QueryProgress progress;

    Past(LiveQuery query, QueryProgress progress) {
        this.query = query;
        this.progress = progress;
    }

    /** What it is. */
    enum Verdict {
        /** It was accepted before, as far as can be told. */
        DUPLICATE,
        /** It belongs to an emission that was committed without it. */
        LATE,
        /** It is another emission under the same number. */
        REGRESSION
    }

    /** Judges a slice at or below the head. */
    Verdict judge(Slice slice) {
        Instant published = published(slice.first());
        if (published != null && progress.isOfEarlierLife(published)) {
            return Verdict.DUPLICATE;
        }
        Position head = query.head();
        OutboxRead read =
                query.outboxAfter(new Position(head.generation(), slice.sequence() - 1, head.configHash()), 1);
        if (read instanceof OutboxRead.Entries entries) {
            Emission emission = EmissionCodec.decode(
                    query.queryId(), entries.head(), entries.entries().get(0));
            if (emission.sequence() > slice.sequence()) {
                return Verdict.LATE; // its number was skipped
            }
            EmissionContent known = EmissionContent.in(emission.metadata());
            return known == null ? byTime(published) : compare(slice, published, emission, known);
        }
        return byTime(published);
    }

    private static Verdict compare(Slice slice, @Nullable Instant published, Emission emission, EmissionContent known) {
        EmissionContent content = slice.content();
        boolean part = slice.first() instanceof Delivery.Part;
        if (part ? known.includes(content) : known.equals(content)) {
            return Verdict.DUPLICATE;
        }
        return part && (published == null || published.equals(emission.timestamp()))
                ? Verdict.LATE
                : Verdict.REGRESSION;
    }

    /** What the outbox does not keep any more is a repetition, unless it was published after the head was. */
    private Verdict byTime(@Nullable Instant published) {
        Instant headPublished = headPublished();
        return published != null && headPublished != null && published.isAfter(headPublished)
                ? Verdict.REGRESSION
                : Verdict.DUPLICATE;
    }

    private @Nullable Instant headPublished() {
        Position head = query.head();
        if (head.sequence() == 0) {
            return null;
        }
        Position before = new Position(head.generation(), head.sequence() - 1, head.configHash());
        return query.outboxAfter(before, 1) instanceof OutboxRead.Entries entries
                ? EmissionCodec.decode(
                                query.queryId(),
                                entries.head(),
                                entries.entries().get(0))
                        .timestamp()
                : null;
    }

    /** When it was published; null where it does not say. */
    static @Nullable Instant published(Delivery delivery) {
        if (delivery instanceof Delivery.Part part) {
            return part.timestamp();
        }
        if (delivery instanceof Delivery.Whole whole) {
            return whole.timestamp();
        }
        Long sentMs = ((Delivery.Control) delivery).event().sourceTimeMs();
        return sentMs == null ? null : Instant.ofEpochMilli(sentMs);
    }
}
