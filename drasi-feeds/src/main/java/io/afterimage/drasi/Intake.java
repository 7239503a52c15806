package io.afterimage.drasi;

import io.afterimage.RefusedException;
import io.afterimage.drasi.Delivery.Control;
import io.afterimage.drasi.Delivery.Part;
import io.afterimage.drasi.ParsedLine.Signal;
import io.afterimage.drasi.Receipt.Fate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes what comes for one query, holds what is not complete, and commits what is, in sequence order. Not thread-safe; one
 * thread at a time.
 */
final class Intake {

    private final FeedParts feed;
    private final QuerySettings settings;
    private final Tally tally;
    private final Obstacles obstacles;
    private final Ledger ledger;
    private final Advance advance;

    /** What the present request brings whole, by sequence. */
    private final Map<Long, Slice> fresh = new HashMap<>();

    Intake(FeedParts feed, QuerySettings settings, Tally tally) {
        this.feed = feed;
        this.settings = settings;
        this.tally = tally;
        obstacles = new Obstacles(feed, settings);
        ledger = new Ledger(feed, settings, tally, obstacles);
        advance = new Advance(feed, settings, ledger.holding(), obstacles);
    }

    Ledger ledger() {
        return ledger;
    }

    /** Takes what a request brings. */
    void receive(List<Slice> slices, Receipt receipt) {
        fresh.clear();
        ledger.refresh();
        try {
            ledger.attempt(() -> {
                slices.forEach(slice -> take(slice, receipt));
                ledger.write(advance(Integer.MAX_VALUE, receipt));
            });
        } catch (RefusedException e) { // only the store knows its limits: find out which delivery it is
            slices.forEach(slice -> receiveAlone(slice, receipt));
        }
        slices.forEach(slice -> settleApplied(slice, receipt));
    }

    private void receiveAlone(Slice slice, Receipt receipt) {
        ledger.refresh();
        try {
            ledger.attempt(() -> {
                take(slice, receipt);
                ledger.writeHeld();
            });
        } catch (RefusedException e) {
            slice.settle(receipt, Fate.REFUSED, e.getMessage());
        }
        advanceOneByOne(receipt);
    }

    /** Does what is due by time. */
    void tick() {
        fresh.clear();
        obstacles.mayLeaveOut().ifPresent(sequence -> ledger.attempt(() -> ledger.leaveOut(sequence)));
        advanceOneByOne(new Receipt(0));
    }

    private void advanceOneByOne(Receipt receipt) {
        boolean more = true;
        while (more) {
            more = advanceOnce(receipt);
        }
    }

    private boolean advanceOnce(Receipt receipt) {
        ledger.refresh();
        ledger.distrust();
        Batch batch = advance(1, receipt);
        try {
            ledger.write(batch);
            ledger.trust();
        } catch (RefusedException e) {
            ledger.attempt(() -> {
                giveUp(batch.drafts().firstKey(), e.getMessage(), receipt);
                ledger.writeHeld();
            });
        }
        return batch.size() > 0;
    }

    private void settleApplied(Slice slice, Receipt receipt) {
        for (Slice.Item item : slice.items()) {
            if (receipt.fate(item.index()) == Fate.HELD
                    && item.delivery().sequence() <= ledger.progress().sequence()) {
                receipt.settle(item.index(), Fate.APPLIED);
            }
        }
    }

    private void take(Slice slice, Receipt receipt) {
        if (slice.first() instanceof Control control && control.event().signal() != Signal.OTHER) {
            turn(slice, control.event(), receipt);
            return;
        }
        ledger.beginLife();
        String refusal = obstacles.refusal(slice.sequence());
        if (slice.sequence() < ledger.next()) {
            repeated(slice, receipt);
        } else if (refusal != null) {
            slice.settle(receipt, Fate.NOT_READY, refusal);
        } else {
            hold(slice, receipt);
        }
    }

    /** An event that begins a life or ends one. */
    private void turn(Slice slice, ParsedLine.Control event, Receipt receipt) {
        ledger.write(advance(Integer.MAX_VALUE, receipt));
        switch (ledger.progress().judge(event, true)) {
            case RESET -> {
                ledger.restart(event.sequence(), delivery -> belongsToLife(delivery, event));
                hold(slice, receipt);
            }
            case DROP -> {
                ledger.drop();
                slice.settle(receipt, Fate.APPLIED);
            }
            case COMMIT -> {
                ledger.beginLife();
                hold(slice, receipt);
            }
            default -> slice.settle(receipt, Fate.DUPLICATE);
        }
    }

    /**
     * Whether what is held already belongs to the life that an event begins: by its number where numbers go on, by its time
     * where they begin anew.
     */
    private boolean belongsToLife(Delivery delivery, ParsedLine.Control event) {
        Instant published = Past.published(delivery);
        Long beganMs = event.sourceTimeMs();
        boolean goesOn = event.sequence() > ledger.progress().sequence();
        return delivery.sequence() > event.sequence()
                && (goesOn
                        || (published != null
                                && beganMs != null
                                && !published.isBefore(Instant.ofEpochMilli(beganMs))));
    }

    private void repeated(Slice slice, Receipt receipt) {
        Past.Verdict verdict = new Past(ledger.query(), ledger.progress()).judge(slice);
        switch (verdict) {
            case DUPLICATE -> slice.settle(receipt, Fate.DUPLICATE);
            case LATE -> late(slice, receipt);
            case REGRESSION -> regressed(slice, receipt);
        }
    }

    private void late(Slice slice, Receipt receipt) {
        Trouble late = Trouble.late(settings.queryId(), slice.sequence(), feed.now());
        obstacles.late(late);
        tally.late(slice.items().size());
        if (settings.gapRule() == GapRule.SKIP) {
            slice.settle(receipt, Fate.DUPLICATE);
        } else {
            slice.settle(receipt, Fate.NOT_READY, late.detail());
        }
    }

    private void regressed(Slice slice, Receipt receipt) {
        Trouble regressed = Trouble.regressed(settings.queryId(), ledger.head(), slice.sequence(), feed.now());
        if (obstacles.regressed(regressed)) {
            tally.regressed();
        }
        ledger.noteRegression(slice.sequence());
        slice.settle(receipt, Fate.NOT_READY, regressed.detail());
    }

    private void hold(Slice slice, Receipt receipt) {
        boolean next = slice.sequence() == ledger.next();
        List<Slice.Item> usable = slice.items();
        Holding.Taken taken;
        if (slice.first() instanceof Part) {
            usable = usable.stream().filter(item -> isUsable(item, receipt)).toList();
            if (usable.isEmpty()) {
                return;
            }
            taken = ledger.holding()
                    .take(usable.stream().map(item -> (Part) item.delivery()).toList(), next);
        } else {
            taken = ledger.holding().take(slice.first(), next);
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
                Trouble contradiction = Trouble.contradictory(settings.queryId(), slice.sequence(), feed.now());
                obstacles.fail(contradiction);
                slice.settle(receipt, Fate.NOT_READY, contradiction.detail());
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
                    ledger.progress().identity(),
                    new PendingRows(feed.store()));
            return true;
        } catch (UnusableLineException | KeyCollisionException e) {
            receipt.settle(item.index(), Fate.REFUSED, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private String noRoom(Slice slice) {
        return "A query holds as much as it may of what is not complete. Query: " + settings.queryId() + ". Sequence: "
                + slice.sequence() + ". Expected next: " + ledger.next() + ". Held: "
                + ledger.holding().parts() + " parts, "
                + ledger.holding().bytes() + " bytes; of all queries "
                + feed.load().parts() + " parts, "
                + feed.load().bytes() + " bytes. Next: send what is missing, or raise the limits.";
    }

    private Batch advance(int most, Receipt receipt) {
        return advance.take(
                most, ledger.progress(), ledger.next(), (sequence, reason) -> giveUp(sequence, reason, receipt));
    }

    /** An emission that is all there cannot be applied: whoever brought all of it is told, else it stops the query. */
    private void giveUp(long sequence, String reason, Receipt receipt) {
        Slice slice = fresh.get(sequence);
        if (slice != null) {
            slice.settle(receipt, Fate.REFUSED, reason);
            ledger.holding().remove(sequence);
        } else {
            obstacles.fail(Trouble.failed(settings.queryId(), sequence, reason, feed.now()));
        }
    }

    /** What is to be healed now, if anything; nothing is committed from then on until {@link #healed}. */
    Optional<Trouble> startHealing() {
        return obstacles.startHealing();
    }

    /** Goes on after an attempt at healing. */
    void healed(boolean replaced) {
        obstacles.endHealing(replaced);
        if (replaced) {
            ledger.distrust();
            tally.healed();
        }
        tick();
    }

    /** The lowest sequence that ends a trouble. */
    long requiredSequence(Trouble trouble) {
        Held held = ledger.holding().first();
        return switch (trouble.kind()) {
            case GAP -> held == null ? trouble.sequence() : held.sequence() - 1;
            case UNCLEAR, FAILED -> trouble.sequence();
            case LATE -> ledger.head().sequence();
            case REGRESSED -> 0;
        };
    }
}
