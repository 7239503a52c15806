package io.afterimage.drasi;

import io.afterimage.CommitResult;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.StoreUnavailableException;
import io.afterimage.drasi.Completion.Outcome;
import io.afterimage.drasi.Completion.Ready;
import io.afterimage.drasi.Completion.Unclear;
import io.afterimage.drasi.Delivery.Control;
import io.afterimage.drasi.Delivery.Part;
import io.afterimage.drasi.FedQueryStatus.Condition;
import io.afterimage.drasi.ParsedLine.Signal;
import io.afterimage.drasi.Receipt.Fate;
import io.afterimage.drasi.Trouble.Kind;
import io.afterimage.reactions.LiveQuery;
import io.afterimage.reactions.LiveQueryBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes what comes for one query, holds what is not complete, and commits what is, in sequence order. What a call changes is
 * worked out in memory and written at once; whenever that does not come to a good end, memory is read again from the store.
 * Not thread-safe; one thread at a time.
 */
final class Intake {

    private final FeedParts feed;
    private final QuerySettings settings;
    private final Tally tally;
    private final HeldRows rows;
    private final Holding holding;
    private final Map<Long, Slice> fresh = new HashMap<>();

    private @Nullable LiveQuery opened;
    private QueryProgress progress;
    private boolean stale = true;
    private boolean paused;
    private Position head = Position.NONE;
    private Instant nextHealing;
    private long skippedThrough;
    private @Nullable Trouble stopped;
    private @Nullable Trouble failed;
    private @Nullable Trouble aside;

    Intake(FeedParts feed, QuerySettings settings, Tally tally) {
        this.feed = feed;
        this.settings = settings;
        this.tally = tally;
        rows = new HeldRows(feed.store(), settings.queryId());
        holding = new Holding(rows, feed);
        progress = QueryProgress.unread();
        nextHealing = feed.now();
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
            stopped = null;
            failed = null;
            aside = null;
        }
        Long regression = rows.regression(head.generation());
        if (regression != null) {
            aside = Trouble.regressed(settings.queryId(), head, regression, feed.now())
                    .orEarlier(aside);
        }
    }

    /** Takes what a request brings. */
    void receive(List<Slice> slices, Receipt receipt) {
        fresh.clear();
        refresh();
        try {
            attempt(() -> {
                slices.forEach(slice -> take(slice, receipt));
                write(advance(Integer.MAX_VALUE, receipt));
            });
        } catch (RefusedException e) { // only the store knows its limits: find out which delivery it is
            slices.forEach(slice -> receiveAlone(slice, receipt));
        }
        slices.forEach(slice -> settleApplied(slice, receipt));
    }

    private void receiveAlone(Slice slice, Receipt receipt) {
        refresh();
        try {
            attempt(() -> {
                take(slice, receipt);
                write(advance(0, receipt));
            });
        } catch (RefusedException e) {
            slice.settle(receipt, Fate.REFUSED, e.getMessage());
        }
        advanceOneByOne(receipt);
    }

    /** Does what is due by time. */
    void tick() {
        fresh.clear();
        Trouble trouble = stopped;
        if (trouble != null && trouble.kind() != Kind.GAP && mayGoOn(trouble)) {
            attempt(() -> leaveOut(trouble.sequence()));
        }
        advanceOneByOne(new Receipt(0));
    }

    private void leaveOut(long sequence) {
        holding.remove(sequence);
        skippedThrough = sequence;
        tally.skipped(1);
        write(advance(0, new Receipt(0)));
    }

    private void advanceOneByOne(Receipt receipt) {
        boolean more = true;
        while (more) {
            more = advanceOnce(receipt);
        }
    }

    private boolean advanceOnce(Receipt receipt) {
        refresh();
        stale = true;
        Batch batch = advance(1, receipt);
        try {
            write(batch);
        } catch (RefusedException e) {
            attempt(() -> {
                giveUp(batch.drafts().firstKey(), e.getMessage(), receipt);
                write(advance(0, receipt));
            });
        }
        stale = false;
        return batch.size() > 0;
    }

    private void attempt(Runnable work) {
        refresh();
        stale = true;
        work.run();
        stale = false;
    }

    private void settleApplied(Slice slice, Receipt receipt) {
        for (Slice.Item item : slice.items()) {
            if (receipt.fate(item.index()) == Fate.HELD && item.delivery().sequence() <= progress.sequence()) {
                receipt.settle(item.index(), Fate.APPLIED);
            }
        }
    }

    private void take(Slice slice, Receipt receipt) {
        if (slice.first() instanceof Control control && control.event().signal() != Signal.OTHER) {
            turn(slice, control.event(), receipt);
            return;
        }
        beginLife();
        if (slice.sequence() < next()) {
            repeated(slice, receipt);
        } else if (aside != null && aside.kind() == Kind.REGRESSED) {
            slice.settle(receipt, Fate.NOT_READY, aside.detail());
        } else if (stopped != null && slice.sequence() > stopped.sequence() && refuses(stopped)) {
            slice.settle(receipt, Fate.NOT_READY, stopped.detail());
        } else {
            hold(slice, receipt);
        }
    }

    private void beginLife() {
        if (query().head().equals(Position.NONE)) {
            query().reset(0, 0);
            reload();
        }
    }

    /** An event that begins a life or ends one. */
    private void turn(Slice slice, ParsedLine.Control event, Receipt receipt) {
        write(advance(Integer.MAX_VALUE, receipt));
        switch (progress.judge(event, true)) {
            case RESET -> {
                holding.keepForNextLife(delivery -> belongsToLife(delivery, event));
                write(advance(0, receipt));
                query().reset(0, event.sequence() - 1);
                reload();
                hold(slice, receipt);
            }
            case DROP -> {
                query().drop();
                rows.drop();
                reload();
                slice.settle(receipt, Fate.APPLIED);
            }
            case COMMIT -> {
                beginLife();
                hold(slice, receipt);
            }
            default -> slice.settle(receipt, Fate.DUPLICATE);
        }
    }

    /** Whether what is held already belongs to the life that an event begins. */
    private boolean belongsToLife(Delivery delivery, ParsedLine.Control event) {
        Instant published = Past.published(delivery);
        Long beganMs = event.sourceTimeMs();
        return delivery.sequence() > event.sequence()
                && (published != null && beganMs != null
                        ? published.toEpochMilli() >= beganMs
                        : event.sequence() > progress.sequence());
    }

    private void repeated(Slice slice, Receipt receipt) {
        Past.Verdict verdict = new Past(query(), progress).judge(slice);
        switch (verdict) {
            case DUPLICATE -> slice.settle(receipt, Fate.DUPLICATE);
            case LATE -> {
                tally.late(slice.items().size());
                Trouble late = Trouble.late(settings.queryId(), slice.sequence(), feed.now());
                aside = aside == null ? late : aside;
                if (settings.gapRule() == GapRule.SKIP) {
                    slice.settle(receipt, Fate.DUPLICATE);
                } else {
                    slice.settle(receipt, Fate.NOT_READY, late.detail());
                }
            }
            case REGRESSION -> {
                Trouble regressed = Trouble.regressed(settings.queryId(), head, slice.sequence(), feed.now());
                if (aside == null || aside.kind() != Kind.REGRESSED) {
                    aside = regressed;
                    rows.noteRegression(head.generation(), slice.sequence());
                    tally.regressed();
                }
                slice.settle(receipt, Fate.NOT_READY, regressed.detail());
            }
        }
    }

    private void hold(Slice slice, Receipt receipt) {
        boolean next = slice.sequence() == next();
        List<Slice.Item> usable = slice.items();
        Holding.Taken taken;
        if (slice.first() instanceof Part) {
            usable = usable.stream().filter(item -> isUsable(item, receipt)).toList();
            if (usable.isEmpty()) {
                return;
            }
            taken = holding.take(
                    usable.stream().map(item -> (Part) item.delivery()).toList(), next);
        } else {
            taken = holding.take(slice.first(), next);
            fresh.put(slice.sequence(), slice);
        }
        settle(new Slice(usable), taken, receipt);
    }

    private void settle(Slice slice, Holding.Taken taken, Receipt receipt) {
        switch (taken) {
            case HELD -> slice.settle(receipt, Fate.HELD);
            case REPEATED -> slice.settle(receipt, Fate.DUPLICATE);
            case NO_ROOM -> slice.settle(receipt, Fate.NOT_READY, noRoom(slice));
            case CONTRADICTORY -> {
                failed = Trouble.contradictory(settings.queryId(), slice.sequence(), feed.now())
                        .orEarlier(failed);
                slice.settle(receipt, Fate.NOT_READY, failed.detail());
            }
        }
    }

    /** Whether a part can be applied as far as can be told before its emission is there. */
    private boolean isUsable(Slice.Item item, Receipt receipt) {
        Part part = (Part) item.delivery();
        try {
            EmissionDiffs.of(
                    new ParsedLine.Emission(
                            part.queryId(), part.sequence(), List.of(part.change()), ParsedLine.Order.AS_LISTED),
                    settings.identity(),
                    progress.identity(),
                    new PendingRows(feed.store()));
            return true;
        } catch (UnusableLineException | KeyCollisionException e) {
            receipt.settle(item.index(), Fate.REFUSED, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private String noRoom(Slice slice) {
        return "A query holds as much as it may of what is not complete. Query: " + settings.queryId() + ". Sequence: "
                + slice.sequence() + ". Expected next: " + next() + ". Held: " + holding.parts() + " parts, "
                + holding.bytes() + " bytes; of all queries " + feed.load().parts() + " parts, "
                + feed.load().bytes() + " bytes. Next: send what is missing, or raise the limits.";
    }

    /** Takes what is complete from what is held, in order. */
    private Batch advance(int most, Receipt receipt) {
        Batch batch = new Batch(settings.queryId(), new PendingRows(feed.store()), progress.identity(), next());
        boolean more = !paused && (aside == null || aside.kind() != Kind.REGRESSED);
        while (more && batch.size() < most) {
            more = advance(batch, receipt);
        }
        return batch;
    }

    private boolean advance(Batch batch, Receipt receipt) {
        Held held = holding.first();
        if (held == null) {
            return stop(null);
        }
        if (held.sequence() != batch.next() && !mayJump(batch, held)) {
            return stop(Trouble.gap(settings.queryId(), batch.next(), held.sequence(), feed.now()));
        }
        if (failed != null && failed.sequence() == held.sequence()) {
            return stop(failed);
        }
        try {
            return advance(batch, held);
        } catch (UnusableLineException | KeyCollisionException | RefusedException e) {
            giveUp(held.sequence(), String.valueOf(e.getMessage()), receipt);
            return true;
        }
    }

    private boolean advance(Batch batch, Held held) {
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

    private boolean stop(@Nullable Trouble found) {
        stopped = found == null ? null : found.orEarlier(stopped);
        return false;
    }

    /** An emission that is all there cannot be applied: whoever brought all of it is told, else it stops the query. */
    private void giveUp(long sequence, String reason, Receipt receipt) {
        Slice slice = fresh.get(sequence);
        if (slice != null) {
            slice.settle(receipt, Fate.REFUSED, reason);
            holding.remove(sequence);
        } else {
            failed = Trouble.failed(settings.queryId(), sequence, reason, feed.now());
        }
    }

    private boolean isIdle(Held held, @Nullable Held later) {
        Instant since =
                later == null || later.since().isBefore(held.lastArrival()) ? held.lastArrival() : later.since();
        return !feed.now().isBefore(since.plus(settings.idleTime()));
    }

    private boolean mayJump(Batch batch, Held held) {
        if (settings.start() == QuerySettings.Start.ANYWHERE
                && progress.blank()
                && batch.size() == 0
                && isIdle(held, null)) {
            batch.startAt(held.sequence());
            return true;
        }
        Trouble trouble = stopped;
        return trouble != null && trouble.kind() == Kind.GAP && trouble.sequence() == batch.next() && mayGoOn(trouble);
    }

    private boolean mayGoOn(Trouble trouble) {
        return settings.gapRule() == GapRule.SKIP && trouble.isOlderThan(settings.gapTime(), feed.now());
    }

    private boolean refuses(Trouble trouble) {
        return settings.gapRule() == GapRule.REFUSE && trouble.isOlderThan(settings.gapTime(), feed.now());
    }

    private long next() {
        return Math.max(progress.sequence(), skippedThrough) + 1;
    }

    /** What is to be healed now, if anything; nothing is committed from then on until {@link #healed}. */
    Optional<Trouble> startHealing() {
        Instant now = feed.now();
        Trouble due = aside != null
                ? aside
                : stopped != null && stopped.isOlderThan(settings.gapTime(), now) ? stopped : null;
        if (due == null || settings.healer() == null || paused || now.isBefore(nextHealing)) {
            return Optional.empty();
        }
        paused = true;
        nextHealing = now.plus(settings.idleTime());
        return Optional.of(due);
    }

    /** Goes on after an attempt at healing. */
    void healed(boolean replaced) {
        paused = false;
        if (replaced) {
            aside = null;
            failed = null;
            stopped = null;
            stale = true;
            tally.healed();
        }
        tick();
    }

    /** The lowest sequence that ends a trouble. */
    long requiredSequence(Trouble trouble) {
        Held held = holding.first();
        return switch (trouble.kind()) {
            case GAP -> held == null ? trouble.sequence() : held.sequence() - 1;
            case UNCLEAR, FAILED -> trouble.sequence();
            case LATE -> head.sequence();
            case REGRESSED -> 0;
        };
    }

    FedQueryStatus status() {
        Trouble trouble = aside != null ? aside : stopped;
        boolean waiting =
                trouble == null || (trouble.kind() == Kind.GAP && !trouble.isOlderThan(settings.gapTime(), feed.now()));
        Held first = holding.first();
        return new FedQueryStatus(
                settings.queryId(),
                head,
                !waiting ? trouble.condition() : first == null ? Condition.CURRENT : Condition.HOLDING,
                trouble == null ? "" : trouble.detail(),
                holding.parts(),
                holding.bytes(),
                Optional.ofNullable(first).map(Held::since),
                tally.counts());
    }

    private void write(Batch batch) {
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
}
