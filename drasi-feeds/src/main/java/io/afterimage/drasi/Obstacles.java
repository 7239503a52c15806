package io.afterimage.drasi;

import io.afterimage.drasi.FedQueryStatus.Condition;
import io.afterimage.drasi.Trouble.Kind;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a query from going on, and when it may nevertheless: by waiting, by its rule, or by being healed. Not
 * thread-safe; one thread at a time.
 */
final class Obstacles {

    private final FeedParts feed;
    private final QuerySettings settings;

    /** Where the last look beyond the head stopped. */
    private @Nullable Trouble stopped;

    /** An emission that is not to be tried again. */
    private @Nullable Trouble failed;

    /** What is wrong with what was committed. */
    private @Nullable Trouble behind;

    private boolean healing;
    private Instant nextHealing;

    Obstacles(FeedParts feed, QuerySettings settings) {
        this.feed = feed;
        this.settings = settings;
        nextHealing = feed.now();
    }

    /** Forgets everything: the rows are others now. */
    void forget() {
        stopped = null;
        failed = null;
        behind = null;
    }

    /** Notes that the host went back; true if that is news. */
    boolean regressed(Trouble trouble) {
        boolean news = behind == null || behind.kind() != Kind.REGRESSED;
        behind = news ? trouble : behind;
        return news;
    }

    /** Notes that something came too late. */
    void late(Trouble trouble) {
        behind = behind == null ? trouble : behind;
    }

    /** Notes that an emission cannot be committed. */
    void fail(Trouble trouble) {
        failed = trouble.orEarlier(failed);
    }

    /** Why an emission cannot be committed; null if it can, as far as is known. */
    @Nullable
    Trouble failure(long sequence) {
        return failed != null && failed.sequence() == sequence ? failed : null;
    }

    /** Notes where a look beyond the head stopped; null if it ran out of what is held, or waits for more. */
    void stop(@Nullable Trouble trouble) {
        stopped = trouble == null ? null : trouble.orEarlier(stopped);
    }

    /** Whether nothing is to be committed at all. */
    boolean bar() {
        return healing || (behind != null && behind.kind() == Kind.REGRESSED);
    }

    /** Why something beyond the head is not taken; null if it is. */
    @Nullable
    String refusal(long sequence) {
        if (behind != null && behind.kind() == Kind.REGRESSED) {
            return behind.detail();
        }
        boolean over = settings.gapRule() == GapRule.REFUSE && isOver(stopped);
        return over && stopped != null && sequence > stopped.sequence() ? stopped.detail() : null;
    }

    /** Whether a missing number may be left out. */
    boolean maySkip(long missing) {
        return settings.gapRule() == GapRule.SKIP
                && isOver(stopped)
                && stopped != null
                && stopped.kind() == Kind.GAP
                && stopped.sequence() == missing;
    }

    /** An emission that is held and may be left out. */
    Optional<Long> mayLeaveOut() {
        return settings.gapRule() == GapRule.SKIP && isOver(stopped) && stopped != null && stopped.kind() != Kind.GAP
                ? Optional.of(stopped.sequence())
                : Optional.empty();
    }

    private boolean isOver(@Nullable Trouble trouble) {
        return trouble != null && trouble.isOlderThan(settings.gapTime(), feed.now());
    }

    /** What is to be healed now; nothing is committed from then on until {@link #endHealing}. */
    Optional<Trouble> startHealing() {
        Trouble due = behind != null ? behind : isOver(stopped) ? stopped : null;
        Instant now = feed.now();
        if (due == null || settings.healer() == null || healing || now.isBefore(nextHealing)) {
            return Optional.empty();
        }
        healing = true;
        nextHealing = now.plus(settings.idleTime());
        return Optional.of(due);
    }

    void endHealing(boolean healed) {
        healing = false;
        if (healed) {
            forget();
        }
    }

    Condition condition(boolean holding) {
        if (behind != null) {
            return behind.condition();
        }
        if (stopped != null && (stopped.kind() != Kind.GAP || isOver(stopped))) {
            return stopped.condition();
        }
        return holding ? Condition.HOLDING : Condition.CURRENT;
    }

    /** What it is about, for people. */
    String detail() {
        Trouble trouble = behind != null ? behind : stopped;
        return trouble == null ? "" : trouble.detail();
    }
}
