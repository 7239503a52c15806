package io.afterimage.benchmarks;

import io.afterimage.LiveResultsStore;
import io.afterimage.Retention;
import io.afterimage.reactions.LiveQuery;
import io.afterimage.reactions.MaterialisingReaction;
import io.afterimage.reactions.QueryStatus;
import io.afterimage.reactions.ReactionObserver;
import io.afterimage.reactions.ReactionOptions;
import io.afterimage.reactions.ReactionRuntime;
import io.afterimage.reactions.ReactionState;
import io.afterimage.reactions.RecoveryPolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One life of a query and of the reaction that copies it into another store. Not thread-safe; one thread at a time. */
final class Restart implements AutoCloseable {

    private static final String QUERY = "orders";

    private final LiveResultsStore store;
    private final LiveResultsStore copy;
    private final LiveQuery query;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final ReactionRuntime runtime;

    /** Takes over both stores, and closes them with itself. */
    Restart(LiveResultsStore store, LiveResultsStore copy) {
        this.store = store;
        this.copy = copy;
        this.query = LiveQuery.over(store, QUERY)
                .retention(Retention.ofEntries(100_000))
                .open();
        this.runtime = ReactionRuntime.builder().observer(new HeadWatch()).build();
    }

    LiveQuery query() {
        return query;
    }

    /** Starts the reaction and waits until it stands at the query's head. */
    void follow() {
        runtime.start(
                MaterialisingReaction.into(copy, "copier").build(),
                ReactionOptions.needingSnapshot().policy(RecoveryPolicy.AUTO_RESET),
                List.of(query));
        caughtUp.join();
    }

    /** Reaction, query, stores: do not rearrange. */
    @Override
    public void close() {
        runtime.close();
        query.close();
        copy.close();
        store.close();
    }

    /** Waits for the reaction to be live, or for its failure. */
    private final class HeadWatch implements ReactionObserver {

        @Override
        public void changed(QueryStatus status) {
            if (status.state() == ReactionState.LIVE && status.lag() == 0) {
                caughtUp.complete(null);
            } else if (status.state() == ReactionState.FAILED) {
                caughtUp.completeExceptionally(
                        new IllegalStateException("The reaction failed: " + status, status.cause()));
            }
        }
    }
}
