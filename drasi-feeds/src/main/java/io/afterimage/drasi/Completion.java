package io.afterimage.drasi;

import io.afterimage.RefusedException;
import io.afterimage.drasi.Delivery.Control;
import io.afterimage.drasi.Delivery.Whole;
import io.afterimage.drasi.ParsedLine.Numbered;
import io.afterimage.drasi.ParsedLine.Signal;
import io.afterimage.reactions.EmissionDraft;
import io.afterimage.reactions.RowDiff;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says whether what is held of the next number is all of it, and what it does then. Without effects.
 *
 * @param rule which identity rows are given
 * @param identity how the query's rows are told apart; null where no row has come yet
 * @param rows the rows before it
 * @param laterSeen whether something of a later number has come
 * @param idle whether nothing has come of it for the idle time, and no later number was first seen in that time
 */
record Completion(IdentityRule rule, @Nullable RowIdentity identity, StoredRows rows, boolean laterSeen, boolean idle) {

    /** What is to be done. */
    sealed interface Outcome {}

    /** To wait for more. */
    enum Wait implements Outcome {
        /** The only one. */
        WAIT
    }

    /**
     * To commit it.
     *
     * @param line what it is
     * @param draft what to commit
     * @param identity how the query's rows are told apart after it; null where no row has come yet
     * @param belowCount whether fewer diffs came than the emission was said to have
     * @param absentRows how many changes are to rows that are not stored
     */
    record Ready(
            Numbered line, EmissionDraft draft, @Nullable RowIdentity identity, boolean belowCount, long absentRows)
            implements Outcome {}

    /** Not to choose: what came can be read in several ways that differ. */
    enum Unclear implements Outcome {
        /** The only one. */
        UNCLEAR
    }

    /**
     * Looks at what is held.
     *
     * @throws UnusableLineException if it is all there and a row has no identity, or one of another kind than is known
     * @throws KeyCollisionException if it is all there and two keys have one signature
     * @throws RefusedException if it is all there and a row occurs too often
     */
    Outcome of(Held held) {
        if (held instanceof HeldParts parts) {
            return ofParts(parts);
        }
        if (held.first() instanceof Whole whole) {
            return ready(whole.emission(), whole.timestamp(), whole.metadata(), false);
        }
        return ready(((Control) held.first()).event());
    }

    private Outcome ofParts(HeldParts parts) {
        Readings readings = parts.readings();
        boolean counted = readings.count() != null;
        boolean over = counted ? laterSeen && idle : laterSeen || idle;
        if (!over && !readings.complete()) {
            return Wait.WAIT;
        }
        List<Reading> likely = likely(parts);
        if (likely.isEmpty() || !sameEffect(parts, likely)) {
            return over ? Unclear.UNCLEAR : Wait.WAIT;
        }
        List<Reading> reaching = readings.reachingCount(); // what all have in common is their effect
        Reading reading = reaching.isEmpty() ? likely.get(0) : reaching.get(0);
        Integer count = readings.count();
        return ready(
                parts.emission(reading),
                parts.first().timestamp(),
                parts.first().metadata(),
                count != null && reading.size() < count);
    }

    /*
     * Rows that are told apart by all they say may well come twice in one emission, so a reading that reaches the count is
     * taken before one that sees repetitions. All other diffs hardly ever are equal, and doubt is no reason to choose.
     */
    private List<Reading> likely(HeldParts parts) {
        List<Reading> all = parts.readings().all();
        List<Reading> reaching = parts.readings().reachingCount();
        if (all.size() < 2 || reaching.isEmpty()) {
            return all;
        }
        return diffs(parts.emission(all.get(0))).identity() instanceof RowIdentity.ByFullRow ? reaching : all;
    }

    private boolean sameEffect(HeldParts parts, List<Reading> readings) {
        return readings.size() == 1
                || readings.stream()
                                .map(reading -> effect(parts.emission(reading)))
                                .distinct()
                                .count()
                        == 1;
    }

    private Map<Long, Optional<ByteBuffer>> effect(ParsedLine.Emission emission) {
        Map<Long, Optional<ByteBuffer>> effect = new HashMap<>();
        for (RowDiff diff : diffs(emission).diffs()) {
            effect.put(diff.rowSignature(), after(diff));
        }
        return effect;
    }

    private static Optional<ByteBuffer> after(RowDiff diff) {
        if (diff instanceof RowDiff.Added added) {
            return Optional.of(ByteBuffer.wrap(added.after()));
        }
        return diff instanceof RowDiff.Updated updated
                ? Optional.of(ByteBuffer.wrap(updated.after()))
                : Optional.empty();
    }

    private EmissionDiffs diffs(ParsedLine.Emission emission) {
        return EmissionDiffs.of(emission, rule, identity, rows);
    }

    private Ready ready(
            ParsedLine.Emission emission,
            @Nullable Instant timestamp,
            Map<String, String> metadata,
            boolean belowCount) {
        EmissionDiffs diffs = diffs(emission);
        EmissionDraft draft = draft(diffs.diffs(), timestamp, metadata, EmissionContent.of(emission.changes()));
        RowIdentity known = diffs.identity();
        if (known != null && !known.equals(identity)) {
            draft = draft.withSourcePosition(RowIdentity.SOURCE_ID, known.encode());
        }
        return new Ready(emission, draft, known, belowCount, diffs.absent());
    }

    private Ready ready(ParsedLine.Control event) {
        Long sentMs = event.sourceTimeMs();
        Instant sent = sentMs == null ? null : Instant.ofEpochMilli(sentMs);
        EmissionDraft draft = draft(List.of(), sent, Map.of(), EmissionContent.of(event.signal()));
        if (event.signal() == Signal.BOOTSTRAP_STARTED) {
            draft = draft.withSourcePosition(
                    Bootstrap.SOURCE_ID, Bootstrap.of(event).encode());
        }
        return new Ready(event, draft, identity, false, 0);
    }

    private static EmissionDraft draft(
            List<RowDiff> diffs, @Nullable Instant timestamp, Map<String, String> metadata, EmissionContent content) {
        Map<String, String> told = new HashMap<>(metadata);
        told.put(EmissionContent.METADATA_KEY, content.toString());
        EmissionDraft draft = EmissionDraft.of(diffs).withMetadata(told);
        return timestamp == null ? draft : draft.publishedAt(timestamp);
    }
}
