package io.afterimage.mirror;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.NothingWritten;
import io.afterimage.ResultCommit;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Through which everything is written, one batch after the other. Thread-safe.
 *
 * <p>A batch is planned on what the lane knows and written in one commit, which is refused if anybody else wrote meanwhile;
 * then the lane reads anew where the mirror stands, and plans again. So two mirrors on one store are slow, not wrong.
 */
final class WriterLane {

    private final LiveResultsStore store;
    private final MirrorSettings settings;
    private final RowCache rows;
    private final Runnable written;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable LaneState state;

    WriterLane(LiveResultsStore store, MirrorSettings settings, Runnable written) {
        this.store = store;
        this.settings = settings;
        this.rows = new RowCache(store, settings.cacheBytes());
        this.written = written;
    }

    BatchResult apply(DeltaBatch batch) {
        if (batch.deltas().isEmpty() && MirrorReader.holdsAll(store, batch.cursors())) {
            return new BatchResult(store.position(MirrorQueries.LOG).sequence(), List.of());
        }
        return write(write -> {
            write.expire(batch.deltas().size());
            List<DeltaOutcome> outcomes = batch.deltas().stream()
                    .map(delta -> write.apply(delta, settings.strategyOf(delta.resource())))
                    .toList();
            write.end(batch.cursors());
            return new BatchResult(write.head(), outcomes);
        });
    }

    boolean register(String resource) {
        return write(write -> {
            boolean isNew = write.register(resource);
            write.end(List.of());
            return isNew;
        });
    }

    /** Plans a batch and writes it whole or not at all. The plan may be made more than once. */
    <R> R write(Function<BatchWrite, R> plan) {
        return exclusively(() -> {
            while (true) {
                BatchWrite write = new BatchWrite(state(), settings.clock().instant(), settings);
                R result = plan.apply(write);
                List<ResultCommit> commits = write.commits();
                if (commits.isEmpty()) {
                    return result;
                }
                if (isWritten(commits)) {
                    write.committed();
                    written.run();
                    return result;
                }
                forget();
            }
        });
    }

    private boolean isWritten(List<ResultCommit> commits) {
        boolean certain = false;
        try {
            boolean isWritten = store.commitAll(commits).stream().allMatch(CommitResult::applied);
            certain = true;
            return isWritten;
        } catch (RuntimeException e) {
            certain = e instanceof NothingWritten;
            throw e;
        } finally {
            if (!certain) {
                forget();
            }
        }
    }

    /** Runs something while no batch is written. */
    <R> R exclusively(Supplier<R> call) {
        lock.lock();
        try {
            return call.get();
        } finally {
            lock.unlock();
        }
    }

    private LaneState state() {
        LaneState known = state;
        if (known == null) {
            if (store.position(MirrorQueries.LOG).generation() == 0) {
                store.reset(MirrorQueries.LOG, settings.newLife().getAsLong(), 0);
            }
            known = LaneState.read(store, settings.signatures(), rows);
            state = known;
        }
        return known;
    }

    /** Reads the state now, so that what is wrong with it shows at open. */
    void start() {
        exclusively(this::state);
    }

    private void forget() {
        state = null;
        rows.forgetAll();
    }
}
