package io.afterimage.drasi;

import io.afterimage.Position;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How the feeding of one query is at one moment. Immutable.
 *
 * @param queryId the query
 * @param position where it stands
 * @param condition what it waits for
 * @param detail what that is about, for people; empty while it is {@link Condition#CURRENT}
 * @param heldParts how many deliveries wait for others
 * @param heldBytes how many bytes they take
 * @param heldSince when the first of those came that are next in order, or were found by a restart; empty if none waits
 * @param counts what happened since the feed was opened
 */
public record FedQueryStatus(
        String queryId,
        Position position,
        Condition condition,
        String detail,
        long heldParts,
        long heldBytes,
        Optional<Instant> heldSince,
        Counts counts) {

    /** What a query waits for. */
    public enum Condition {
        /** Nothing: all that came is applied. */
        CURRENT,
        /** The rest of an emission, or an earlier one. */
        HOLDING,
        /** Emissions that have been missing for longer than they are waited for. */
        GAP,
        /** To be healed: the query's host has sent other content under numbers that are taken. */
        REGRESSED,
        /** To be healed: what came of an emission can be read in several ways, contradicts itself, or came too late. */
        UNCLEAR,
        /** An emission is complete and cannot be applied. */
        FAILED
    }

    /**
     * What happened to a query since its feed was opened.
     *
     * @param emissions how many emissions and control events were committed
     * @param duplicates how many deliveries had been accepted before
     * @param refused how many deliveries could never succeed
     * @param notReady how many deliveries could not be taken when they came
     * @param shortEmissions how many emissions were completed by a later one and idle time, below their count
     * @param late how many deliveries came for an emission that was committed without them
     * @param skipped how many sequences were skipped because they stayed missing
     * @param regressions how often the query's host was found to have gone back
     * @param healings how often the query was healed
     * @param absentRows how many changes were to rows that the store does not hold: a sign that it has drifted
     */
    public record Counts(
            long emissions,
            long duplicates,
            long refused,
            long notReady,
            long shortEmissions,
            long late,
            long skipped,
            long regressions,
            long healings,
            long absentRows) {}

    /** Checks that everything is there. */
    public FedQueryStatus {
        Objects.requireNonNull(queryId, "queryId");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(heldSince, "heldSince");
        Objects.requireNonNull(counts, "counts");
    }
}
