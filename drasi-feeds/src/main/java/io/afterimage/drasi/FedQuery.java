package io.afterimage.drasi;

import io.afterimage.AfterimageException;
import io.afterimage.reactions.LiveQuery;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One query of a feed: lets one thread at a time to its {@link Intake}, and keeps its failures to itself. Thread-safe. */
final class FedQuery {

    private final QuerySettings settings;
    private final FeedHealth health;
    private final Tally tally = new Tally();
    private final Intake intake;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile FedQueryStatus status;

    FedQuery(FeedParts feed, QuerySettings settings, FeedHealth health) {
        this.settings = settings;
        this.health = health;
        intake = new Intake(feed, settings, tally);
        status = intake.ledger().status();
    }

    QuerySettings settings() {
        return settings;
    }

    /** How it was after the last call. */
    FedQueryStatus status() {
        return status;
    }

    /**
     * Reads what the store knows of it.
     *
     * @throws AfterimageException if the store cannot be read
     */
    void open() {
        alone(() -> {
            intake.ledger().refresh();
            return intake;
        });
    }

    /** The query itself. */
    LiveQuery query() {
        return alone(intake.ledger()::query);
    }

    /** Takes deliveries; those that a failing store keeps from being taken are "not ready". */
    void receive(List<Slice.Item> items, Receipt receipt) {
        alone(() -> {
            try {
                intake.receive(Slice.cut(items), receipt);
                health.worked();
            } catch (AfterimageException e) {
                health.failed(e);
                items.forEach(item -> receipt.settle(item.index(), Receipt.Fate.NOT_READY, e.getMessage()));
            }
            items.forEach(item -> tally.settled(receipt.fate(item.index())));
            return receipt;
        });
    }

    /** Does what is due by time; what takes long is left to an executor. */
    void tick(Executor healing) {
        Optional<Trouble> trouble = alone(() -> intake.ledger().isOpen() ? ticked() : Optional.empty());
        trouble.ifPresent(due -> healing.execute(() -> heal(due)));
    }

    private Optional<Trouble> ticked() {
        try {
            intake.tick();
            return intake.startHealing();
        } catch (AfterimageException e) {
            health.failed(e);
            return Optional.empty();
        }
    }

    private void heal(Trouble trouble) {
        Healing healing = alone(() ->
                new Healing(settings, intake.ledger().query(), trouble.reason(), intake.requiredSequence(trouble)));
        try {
            healing.attempt();
        } catch (RuntimeException e) { // whatever the healer's source throws: it is told, and tried again
            health.failed(e);
        } finally {
            alone(() -> healed(healing.replaced()));
        }
    }

    private boolean healed(boolean replaced) {
        try {
            intake.healed(replaced);
        } catch (AfterimageException e) {
            health.failed(e);
        }
        return replaced;
    }

    /** Refuses further writes. */
    void close() {
        alone(() -> {
            if (intake.ledger().isOpen()) {
                intake.ledger().query().close();
            }
            return intake;
        });
    }

    private <T> T alone(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            status = intake.ledger().status();
            lock.unlock();
        }
    }
}
