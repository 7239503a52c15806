package io.afterimage.reactions;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.QueryId;
import io.afterimage.RefusedException;
import io.afterimage.Retention;
import io.afterimage.SequenceRule;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a live query. Not thread-safe; one thread at a time. */
public final class LiveQueryBuilder {

    final LiveResultsStore store;
    final String queryId;
    private long configHash;
    private boolean reconfigure;

    @Nullable
    Retention retention;

    SequenceRule sequenceRule = SequenceRule.NEXT;
    Clock clock = Clock.systemUTC();
    boolean durable;

    LiveQueryBuilder(LiveResultsStore store, String queryId) {
        this.store = Objects.requireNonNull(store, "store");
        this.queryId = QueryId.check(queryId);
        durable = !(store instanceof InMemoryLiveResultsStore);
    }

    /**
     * States the identity of the query's definition. Rows of another definition are refused when opening.
     *
     * @param hash the hash (not 0)
     * @return this builder
     * @throws RefusedException if it is 0, which stands for "not told"
     */
    public LiveQueryBuilder configHash(long hash) {
        LiveQuery.requireConfigHash(queryId, hash);
        configHash = hash;
        return this;
    }

    /**
     * Lets opening start a new life if the stored rows are those of another definition, as
     * {@link LiveQuery#reconfigure} does.
     *
     * @return this builder
     */
    public LiveQueryBuilder reconfigure() {
        reconfigure = true;
        return this;
    }

    /**
     * Sets how much of the outbox is kept.
     *
     * @param keep the retention; the store's own unless told
     * @return this builder
     */
    public LiveQueryBuilder retention(Retention keep) {
        retention = Objects.requireNonNull(keep, "keep");
        return this;
    }

    /**
     * Lets the numbers that a feed gives jump ({@link SequenceRule#NEWER}).
     *
     * @return this builder
     */
    public LiveQueryBuilder allowGaps() {
        sequenceRule = SequenceRule.NEWER;
        return this;
    }

    /**
     * Sets the clock that tells when an emission is published.
     *
     * @param wallClock the clock; the system's unless told
     * @return this builder
     */
    public LiveQueryBuilder clock(Clock wallClock) {
        clock = Objects.requireNonNull(wallClock, "wallClock");
        return this;
    }

    /**
     * States that the store does not survive the process, so that durable reactions refuse the query. A bare
     * {@link InMemoryLiveResultsStore} is known for it.
     *
     * @return this builder
     */
    public LiveQueryBuilder volatileState() {
        durable = false;
        return this;
    }

    /**
     * Opens the live query: a new one starts its first life, a stored one goes on.
     *
     * @return the live query, to be closed by the caller
     * @throws RefusedException if the stored rows are those of another definition, and {@link #reconfigure()} was not
     *     asked for; nothing is written
     */
    public LiveQuery open() {
        return new LiveQuery(this, openedHead());
    }

    private Position openedHead() {
        Position stored = store.position(queryId);
        if (stored.equals(Position.NONE)) {
            return store.reset(queryId, configHash, 0);
        }
        if (configHash == 0 || configHash == stored.configHash()) {
            return stored;
        }
        if (stored.configHash() == 0) {
            return new Position(stored.generation(), stored.sequence(), configHash); // stored with the next commit
        }
        if (!reconfigure) {
            throw new RefusedException("The stored rows are those of another definition of the query. Query: "
                    + queryId + ". Expected: config " + Long.toUnsignedString(configHash, 16) + ". Stored: "
                    + stored + ". Next: open it with the stored definition, or with reconfigure(), which starts a"
                    + " new life.");
        }
        return store.reset(queryId, configHash, 0);
    }
}
