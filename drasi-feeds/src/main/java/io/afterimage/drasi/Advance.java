package io.afterimage.drasi;

import io.afterimage.RefusedException;
import io.afterimage.drasi.Completion.Outcome;
import io.afterimage.drasi.Completion.Ready;
import io.afterimage.drasi.Completion.Unclear;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is complete out of what is held, in order, until something is missing, incomplete, or in the way. Not
 * thread-safe; one thread at a time.
 */
final class Advance {

    private final FeedParts feed;
    private final QuerySettings settings;
    private final Holding holding;
    private final Obstacles obstacles;

    /** Who is told that a whole emission cannot be applied. */
    interface GiveUp {
        void because(long sequence, String reason);
    }

    Advance(FeedParts feed, QuerySettings settings, Holding holding, Obstacles obstacles) {
        this.feed = feed;
        this.settings = settings;
        this.holding = holding;
        this.obstacles = obstacles;
    }

    /** Takes up to so many emissions. */
    Batch take(int most, QueryProgress progress, long next, GiveUp giveUp) {
        Batch batch = new Batch(settings.queryId(), new PendingRows(feed.store()), progress.identity(), next);
        boolean more = !obstacles.bar();
        while (more && batch.size() < most) {
            more = takeOne(batch, progress.blank(), giveUp);
        }
        return batch;
    }

    private boolean takeOne(Batch batch, boolean blank, GiveUp giveUp) {
        Held held = holding.first();
        if (held == null) {
            return stop(null);
        }
        if (held.sequence() != batch.next() && !mayJump(batch, held, blank)) {
            return stop(Trouble.gap(settings.queryId(), batch.next(), held.sequence(), feed.now()));
        }
        Trouble failure = obstacles.failure(held.sequence());
        if (failure != null) {
            return stop(failure);
        }
        try {
            return takeIfComplete(batch, held);
        } catch (UnusableLineException | KeyCollisionException | RefusedException e) {
            giveUp.because(held.sequence(), String.valueOf(e.getMessage()));
            return true;
        }
    }

    private boolean takeIfComplete(Batch batch, Held held) {
        Held later = holding.firstAbove(held.sequence());
        Outcome outcome = new Completion(
                        settings.identity(), batch.identity(), batch.rows(), later != null, isIdle(held, later))
                .of(held);
        if (outcome instanceof Ready ready) {
            batch.add(ready);
            holding.remove(held.sequence());
            return true;
        }
        return stop(
                outcome == Unclear.UNCLEAR ? Trouble.unclear(settings.queryId(), held.sequence(), feed.now()) : null);
    }

    private boolean stop(@Nullable Trouble trouble) {
        obstacles.stop(trouble);
        return false;
    }

    private boolean mayJump(Batch batch, Held held, boolean blank) {
        boolean first = settings.start() == QuerySettings.Start.ANYWHERE && blank && batch.size() == 0;
        if (first && isIdle(held, null)) {
            batch.startAt(held.sequence());
            return true;
        }
        return obstacles.maySkip(batch.next());
    }

    /** Whether nothing came of it, and no later number was new, for the idle time. */
    private boolean isIdle(Held held, @Nullable Held later) {
        Instant since =
                later == null || later.since().isBefore(held.lastArrival()) ? held.lastArrival() : later.since();
        return !feed.now().isBefore(since.plus(settings.idleTime()));
    }
}
