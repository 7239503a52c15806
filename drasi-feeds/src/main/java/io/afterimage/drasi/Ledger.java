package io.afterimage.drasi;

import io.afterimage.CommitResult;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.StoreUnavailableException;
import io.afterimage.reactions.LiveQuery;
import io.afterimage.reactions.LiveQueryBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One query as it is stored and as memory knows it: where it stands, what it holds beyond its head. What a call changes is
 * worked out in memory and written at once; whenever that does not come to a good end, memory is read again from the store.
 * Not thread-safe; one thread at a time.
 */
final class Ledger {

    private final FeedParts feed;
    private final QuerySettings settings;
    private final Tally tally;
    private final Obstacles obstacles;
    private final HeldRows rows;
    private final Holding holding;

    private @Nullable LiveQuery opened;
    private QueryProgress progress = QueryProgress.unread();
    private Position head = Position.NONE;
    private boolean stale = true;
    private long skippedThrough;

    Ledger(FeedParts feed, QuerySettings settings, Tally tally, Obstacles obstacles) {
        this.feed = feed;
        this.settings = settings;
        this.tally = tally;
        this.obstacles = obstacles;
        rows = new HeldRows(feed.store(), settings.queryId());
        holding = new Holding(rows, feed);
    }

    /** Whether the query was looked at already. */
    boolean isOpen() {
        return opened != null;
    }

    LiveQuery query() {
        if (opened == null) {
            LiveQueryBuilder builder =
                    LiveQuery.over(feed.store(), settings.queryId()).clock(feed.clock());
            if (settings.retention() != null) {
                builder.retention(settings.retention());
            }
            if (settings.gapRule() == GapRule.SKIP || settings.start() == QuerySettings.Start.ANYWHERE) {
                builder.allowGaps();
            }
            opened = builder.open();
        }
        return opened;
    }

    Holding holding() {
        return holding;
    }

    /** How far the query has come. */
    QueryProgress progress() {
        return progress;
    }

    /** Where the query stands. */
    Position head() {
        return head;
    }

    /** The number that is committed next. */
    long next() {
        return Math.max(progress.sequence(), skippedThrough) + 1;
    }

    /** Trusts memory no longer. */
    void distrust() {
        stale = true;
    }

    /** Trusts memory again. */
    void trust() {
        stale = false;
    }

    /** Reads from the store what memory cannot be trusted to know. */
    void refresh() {
        if (stale) {
            reload();
            stale = false;
        }
    }

    private void reload() {
        long life = holding.generation();
        QueryProgress read = QueryProgress.ofUnordered(feed.store(), settings.queryId());
        head = query().head();
        holding.load(head.generation(), head.sequence());
        progress = read;
        if (head.generation() != life) {
            skippedThrough = 0;
            obstacles.forget();
        }
        Long regression = rows.regression(head.generation());
        if (regression != null) {
            obstacles.regressed(Trouble.regressed(settings.queryId(), head, regression, feed.now()));
        }
    }

    /** Does something that ends in a write; if it throws, memory is not trusted any more. */
    void attempt(Runnable work) {
        refresh();
        stale = true;
        work.run();
        stale = false;
    }

    /** Sees to it that the query lives, because what is held belongs to a life. */
    void beginLife() {
        if (query().head().equals(Position.NONE)) {
            query().reset(0, 0);
            reload();
        }
    }

    /** Begins a new life before a number; some of what is held goes over into it. */
    void restart(long sequence, Predicate<Delivery> goesOver) {
        holding.keepForNextLife(goesOver);
        writeHeld();
        query().reset(0, sequence - 1);
        reload();
    }

    /** Forgets the query. */
    void drop() {
        query().drop();
        rows.drop();
        reload();
    }

    /** Goes on without a number that is held. */
    void leaveOut(long sequence) {
        holding.remove(sequence);
        skippedThrough = sequence;
        tally.skipped(1);
        writeHeld();
    }

    /** Notes, with the next write, that the query's host went back to a number. */
    void noteRegression(long sequence) {
        if (rows.regression(head.generation()) == null) {
            rows.noteRegression(head.generation(), sequence);
        }
    }

    /** Writes what is held now. */
    void writeHeld() {
        write(new Batch(settings.queryId(), new PendingRows(feed.store()), progress.identity(), next()));
    }

    /** Writes emissions, and what is held after them, at once. */
    void write(Batch batch) {
        Optional<ResultCommit> companion = rows.commit();
        if (batch.size() == 0 && companion.isEmpty()) {
            return;
        }
        List<CommitResult> results =
                query().acceptAll(batch.drafts(), companion.map(List::of).orElse(List.of()));
        if (!results.stream().allMatch(CommitResult::applied)) {
            throw new StoreUnavailableException(
                    "Somebody else has written what a feed writes. Query: " + settings.queryId() + ". Found: " + results
                            + ". Next: make the feed its only writer.",
                    null);
        }
        if (companion.isPresent()) {
            rows.written(results.get(results.size() - 1).position());
        }
        head = batch.size() == 0 ? head : results.get(batch.size() - 1).position();
        tally.skipped(batch.skipped());
        batch.emissions().forEach(ready -> {
            progress.committed(ready.line(), ready.identity());
            tally.committed(ready);
        });
    }

    FedQueryStatus status() {
        Held first = holding.first();
        return new FedQueryStatus(
                settings.queryId(),
                head,
                obstacles.condition(first != null),
                obstacles.detail(),
                holding.parts(),
                holding.bytes(),
                Optional.ofNullable(first).map(Held::since),
                tally.counts());
    }
}
