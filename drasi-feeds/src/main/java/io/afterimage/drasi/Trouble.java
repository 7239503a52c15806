package io.afterimage.drasi;

import io.afterimage.Position;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a query does not go on beyond its head. Immutable.
 *
 * @param kind what it is about
 * @param sequence which number it is about
 * @param detail what it is, for people
 * @param since when it was noticed
 */
record Trouble(Kind kind, long sequence, String detail, Instant since) {

    /** What it is about. */
    enum Kind {
        /** Emissions are missing. */
        GAP,
        /** What came of an emission can be read in several ways. */
        UNCLEAR,
        /** An emission cannot be applied. */
        FAILED,
        /** Diffs came for an emission that was committed without them. It does not stop the query. */
        LATE,
        /** The host went back to numbers that are taken. */
        REGRESSED
    }

    static Trouble gap(String queryId, long sequence, long held, Instant now) {
        return new Trouble(
                Kind.GAP,
                sequence,
                "Emissions are missing. Query: " + queryId + ". Expected: sequence " + sequence + ". Found: sequence "
                        + held + ". Next: send the missing ones, or let the feed heal or skip gaps.",
                now);
    }

    static Trouble unclear(String queryId, long sequence, Instant now) {
        return new Trouble(
                Kind.UNCLEAR,
                sequence,
                "What came of an emission can be read in several ways, because equal diffs and repetitions look alike."
                        + " Query: " + queryId + ". Sequence: " + sequence
                        + ". Next: heal the query from its view, skip the emission, or start the query over.",
                now);
    }

    static Trouble contradictory(String queryId, long sequence, Instant now) {
        return new Trouble(
                Kind.UNCLEAR,
                sequence,
                "What came under one number cannot be one emission. Query: " + queryId + ". Sequence: " + sequence
                        + ". Next: heal the query from its view, skip the emission, or start the query over.",
                now);
    }

    static Trouble failed(String queryId, long sequence, String reason, Instant now) {
        return new Trouble(
                Kind.FAILED,
                sequence,
                "An emission is complete and cannot be applied. Query: " + queryId + ". Sequence: " + sequence
                        + ". Reason: " + reason,
                now);
    }

    static Trouble late(String queryId, long sequence, Instant now) {
        return new Trouble(
                Kind.LATE,
                sequence,
                "A diff came for an emission that was committed without it. Query: " + queryId + ". Sequence: "
                        + sequence
                        + ". Next: heal the query from its view, or start it over; a longer idle time prevents it.",
                now);
    }

    static Trouble regressed(String queryId, Position head, long sequence, Instant now) {
        return new Trouble(
                Kind.REGRESSED,
                sequence,
                "The query's host has gone back: other content came under a number that is taken. Query: " + queryId
                        + ". Stored: " + head + ". Found: sequence " + sequence
                        + ". Next: heal the query from its view, or drop it and start it over.",
                now);
    }

    /** The same, noticed when an earlier look noticed it. */
    Trouble orEarlier(@Nullable Trouble earlier) {
        return earlier != null && earlier.kind == kind && earlier.sequence == sequence ? earlier : this;
    }

    boolean isOlderThan(Duration age, Instant now) {
        return !now.isBefore(since.plus(age));
    }

    GapHealer.Reason reason() {
        return switch (kind) {
            case GAP -> GapHealer.Reason.GAP;
            case REGRESSED -> GapHealer.Reason.REGRESSION;
            case UNCLEAR, FAILED, LATE -> GapHealer.Reason.UNCLEAR;
        };
    }

    FedQueryStatus.Condition condition() {
        return switch (kind) {
            case GAP -> FedQueryStatus.Condition.GAP;
            case REGRESSED -> FedQueryStatus.Condition.REGRESSED;
            case UNCLEAR, LATE -> FedQueryStatus.Condition.UNCLEAR;
            case FAILED -> FedQueryStatus.Condition.FAILED;
        };
    }
}
