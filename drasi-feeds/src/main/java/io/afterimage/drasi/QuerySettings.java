package io.afterimage.drasi;

import io.afterimage.Retention;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one query is fed. Start from {@link #of}. Immutable.
 *
 * @param queryId the query
 * @param identity how its rows are told apart
 * @param retention how many emissions its outbox keeps; null where the store decides
 * @param gapRule what happens when emissions stay missing
 * @param start where the first emission of a life may stand
 * @param idleTime how long nothing has come for the query when what is held of an emission is taken for all of it
 * @param gapTime how long missing emissions are waited for before they are healed or skipped, or their followers refused
 * @param healer what heals the query; null where nothing can
 */
public record QuerySettings(
        String queryId,
        IdentityRule identity,
        @Nullable Retention retention,
        GapRule gapRule,
        Start start,
        Duration idleTime,
        Duration gapTime,
        @Nullable GapHealer healer) {

    /** Twice what a Drasi sender waits before it repeats a request, rounded up: 15 s. */
    public static final Duration DEFAULT_IDLE_TIME = Duration.ofSeconds(15);

    /** As long as a Drasi sender keeps repeating a request: 60 s. */
    public static final Duration DEFAULT_GAP_TIME = Duration.ofSeconds(60);

    /** Where the first emission of a life may stand. */
    public enum Start {
        /** At sequence 1. A later one is a gap. */
        AT_ONE,
        /** Anywhere: the reaction was attached to a query that ran already. */
        ANYWHERE
    }

    /**
     * Checks the times. Written out because a compact constructor loses the nullness of its parameters in the class file.
     *
     * @param queryId the query
     * @param identity how its rows are told apart
     * @param retention how many emissions its outbox keeps; null where the store decides
     * @param gapRule what happens when emissions stay missing
     * @param start where the first emission of a life may stand
     * @param idleTime how long nothing has come when what is held of an emission is taken for all of it
     * @param gapTime how long missing emissions are waited for
     * @param healer what heals the query; null where nothing can
     * @throws UnusableLineException if the query id is outside its limits
     */
    public QuerySettings(
            String queryId,
            IdentityRule identity,
            @Nullable Retention retention,
            GapRule gapRule,
            Start start,
            Duration idleTime,
            Duration gapTime,
            @Nullable GapHealer healer) {
        this.queryId = Limits.queryId(queryId);
        this.identity = Objects.requireNonNull(identity, "identity");
        this.retention = retention;
        this.gapRule = Objects.requireNonNull(gapRule, "gapRule");
        this.start = Objects.requireNonNull(start, "start");
        this.idleTime = Objects.requireNonNull(idleTime, "idleTime");
        this.gapTime = Objects.requireNonNull(gapTime, "gapTime");
        this.healer = healer;
    }

    /**
     * The settings of a query that nothing special is known of.
     *
     * @param queryId the query
     * @return settings
     */
    public static QuerySettings of(String queryId) {
        return new QuerySettings(
                queryId,
                IdentityRule.asItComes(),
                null,
                GapRule.REFUSE,
                Start.AT_ONE,
                DEFAULT_IDLE_TIME,
                DEFAULT_GAP_TIME,
                null);
    }

    /**
     * Sets how the rows are told apart.
     *
     * @param rule which identity they are given; {@link IdentityRule#asItComes} unless told
     * @return new settings
     */
    public QuerySettings identity(IdentityRule rule) {
        return new QuerySettings(queryId, rule, retention, gapRule, start, idleTime, gapTime, healer);
    }

    /**
     * Sets how many emissions the outbox keeps.
     *
     * @param keep the retention
     * @return new settings
     */
    public QuerySettings retention(Retention keep) {
        Objects.requireNonNull(keep, "keep");
        return new QuerySettings(queryId, identity, keep, gapRule, start, idleTime, gapTime, healer);
    }

    /**
     * Goes on after emissions that stay missing, and counts them.
     *
     * @return new settings
     */
    public QuerySettings skipGaps() {
        return new QuerySettings(queryId, identity, retention, GapRule.SKIP, start, idleTime, gapTime, healer);
    }

    /**
     * Lets the first emission of a life stand anywhere.
     *
     * @return new settings
     */
    public QuerySettings startAnywhere() {
        return new QuerySettings(queryId, identity, retention, gapRule, Start.ANYWHERE, idleTime, gapTime, healer);
    }

    /**
     * Sets how long nothing has come for the query when what is held of an emission is taken for all of it.
     *
     * @param time longer than a sender may pause inside an emission, its repetitions included
     * @return new settings
     */
    public QuerySettings idleTime(Duration time) {
        return new QuerySettings(queryId, identity, retention, gapRule, start, time, gapTime, healer);
    }

    /**
     * Sets how long missing emissions are waited for.
     *
     * @param time 0 or more
     * @return new settings
     */
    public QuerySettings gapTime(Duration time) {
        return new QuerySettings(queryId, identity, retention, gapRule, start, idleTime, time, healer);
    }

    /**
     * Sets what heals the query.
     *
     * @param hook the healer
     * @return new settings
     */
    public QuerySettings healedBy(GapHealer hook) {
        Objects.requireNonNull(hook, "hook");
        return new QuerySettings(queryId, identity, retention, gapRule, start, idleTime, gapTime, hook);
    }
}
