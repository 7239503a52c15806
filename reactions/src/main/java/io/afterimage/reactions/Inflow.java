package io.afterimage.reactions;

import io.afterimage.OutboxEntry;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a worker's next emission comes from: the outbox while it replays, the live buffer while it follows, with no hole
 * and no overlap between them. Confined to the worker's thread.
 *
 * <p>The buffer is open before the outbox is read, so whatever the read does not show arrives in the buffer; what both
 * show is told apart by its position. A hole in the buffer sends the worker back to the outbox.
 */
final class Inflow {

    private final EmissionFeed feed;
    private final LiveBuffer buffer;
    private final Progress progress;
    private final int entriesPerRead;
    private final LongSupplier nanoTime;

    private EmissionFeed.@Nullable Subscription subscription;
    private final ArrayDeque<OutboxEntry> entries = new ArrayDeque<>();
    private Position headOfEntries = Position.NONE;

    private boolean replaying;
    private boolean healing;
    private boolean lastRead;
    private long replayStart;
    private long replayed;
    private @Nullable Position behindAtLastCheck;

    Inflow(EmissionFeed feed, LiveBuffer buffer, Progress progress, int entriesPerRead, LongSupplier nanoTime) {
        this.feed = feed;
        this.buffer = buffer;
        this.progress = progress;
        this.entriesPerRead = entriesPerRead;
        this.nanoTime = nanoTime;
    }

    /** What the worker does next. */
    record Next(Kind kind, @Nullable Emission emission) {

        enum Kind {
            EMISSION,
            DUPLICATE,
            REPLAY,
            LIVE,
            PLAN,
            MORE,
            NOTHING
        }

        static Next of(Kind kind) {
            return new Next(kind, null);
        }

        static Next of(Emission emission) {
            return new Next(Kind.EMISSION, emission);
        }
    }

    void open() {
        subscription = feed.subscribe(buffer);
    }

    void close() {
        EmissionFeed.Subscription open = subscription;
        if (open != null) {
            open.close();
        }
    }

    /** Forgets what was read and not yet taken. */
    void abandon() {
        entries.clear();
        replaying = false;
        healing = false;
    }

    RecoveryFacts facts(Optional<Position> checkpoint, ReactionOptions options) {
        buffer.takeRestarted();
        abandon();
        return checkpoint
                .map(at -> facts(at, options))
                .orElseGet(() -> RecoveryFacts.withoutCheckpoint(feed.head(), options.need(), options.policy()));
    }

    /** Before a query's first life there was nothing to miss: such a checkpoint stands at the beginning of that life. */
    private RecoveryFacts facts(Position checkpoint, ReactionOptions options) {
        OutboxRead answer = feed.outboxAfter(checkpoint, 1);
        if (checkpoint.generation() == 0 && answer.head().generation() == 1) {
            return facts(new Position(1, 0, 0), options);
        }
        return RecoveryFacts.of(checkpoint, answer, options.need(), options.policy());
    }

    /** The next emission of the outbox; live after the last one. */
    Next replay() {
        if (!replaying) {
            begin();
        }
        OutboxEntry entry = entries.poll();
        if (entry != null) {
            replayed++;
            return Next.of(EmissionCodec.decode(feed.queryId(), headOfEntries, entry));
        }
        return lastRead ? end() : read();
    }

    private void begin() {
        replaying = true;
        lastRead = false;
        replayed = 0;
        replayStart = nanoTime.getAsLong();
        buffer.reopen();
    }

    private Next read() {
        OutboxRead answer = feed.outboxAfter(done(), entriesPerRead);
        if (answer instanceof OutboxRead.UpToDate) {
            return end();
        }
        if (answer instanceof OutboxRead.Entries read) {
            entries.addAll(read.entries());
            headOfEntries = read.head();
            lastRead = read.complete();
            return Next.of(Next.Kind.MORE);
        }
        replaying = false;
        return Next.of(Next.Kind.PLAN);
    }

    private Next end() {
        replaying = false;
        progress.replayed(Duration.ofNanos(nanoTime.getAsLong() - replayStart), replayed);
        if (healing) {
            healing = false;
            progress.gapHealed(replayed);
        }
        return Next.of(Next.Kind.LIVE);
    }

    /** The next emission of the buffer, if it follows the last one. */
    Next live(boolean checkHead) {
        Emission emission = buffer.poll();
        if (emission != null) {
            return judge(emission);
        }
        if (buffer.overflowed()) {
            return heal();
        }
        if (buffer.takeRestarted()) {
            return Next.of(Next.Kind.PLAN);
        }
        return checkHead ? checkHead() : Next.of(Next.Kind.NOTHING);
    }

    private Next judge(Emission emission) {
        Position done = done();
        Position position = emission.position();
        if (position.generation() < done.generation() || isAtOrBefore(position, done)) {
            return Next.of(Next.Kind.DUPLICATE);
        }
        if (position.generation() > done.generation() || differs(position.configHash(), done.configHash())) {
            return Next.of(Next.Kind.PLAN);
        }
        return position.sequence() == done.sequence() + 1 ? Next.of(emission) : heal();
    }

    private static boolean isAtOrBefore(Position position, Position done) {
        return position.generation() == done.generation() && position.sequence() <= done.sequence();
    }

    private static boolean differs(long configHash, long other) {
        return configHash != other && configHash != 0 && other != 0;
    }

    /** What is missing is in the outbox, because a feed publishes only what is stored. */
    private Next heal() {
        healing = true;
        return Next.of(Next.Kind.REPLAY);
    }

    /**
     * Finds what was published and never handed over, when nothing comes after it that would show the hole. One look is
     * not enough: the emission may be on its way.
     */
    private Next checkHead() {
        Objects.requireNonNull(subscription).failure().ifPresent(failure -> {
            throw new IllegalStateException("The feed no longer calls the reaction.", failure);
        });
        Position done = done();
        boolean stillThere = done.equals(behindAtLastCheck);
        boolean behind = !isSamePlace(feed.head(), done);
        behindAtLastCheck = behind ? done : null;
        return behind && stillThere ? heal() : Next.of(Next.Kind.NOTHING);
    }

    private static boolean isSamePlace(Position one, Position other) {
        return one.generation() == other.generation() && one.sequence() == other.sequence();
    }

    private Position done() {
        return Objects.requireNonNull(progress.done());
    }
}
