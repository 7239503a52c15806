package io.afterimage.reactions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A reaction at work. Each of its queries goes its own way: one that fails stops alone, visibly, and the others go on.
 * Thread-safe.
 */
public final class RunningReaction implements AutoCloseable {

    private final String reactionId;
    private final List<ReactionWorker> workers;
    private final Consumer<RunningReaction> ended;

    RunningReaction(String reactionId, List<ReactionWorker> workers, Consumer<RunningReaction> ended) {
        this.reactionId = reactionId;
        this.workers = List.copyOf(workers);
        this.ended = ended;
    }

    /**
     * The reaction's name.
     *
     * @return the reaction id
     */
    public String reactionId() {
        return reactionId;
    }

    /**
     * How the reaction stands with each of its queries.
     *
     * @return one status per query, by query id, in the order in which the feeds were given
     */
    public Map<String, QueryStatus> status() {
        Map<String, QueryStatus> status = new LinkedHashMap<>();
        for (ReactionWorker worker : workers) {
            QueryStatus one = worker.status();
            status.put(one.queryId(), one);
        }
        return status;
    }

    /**
     * Asks the reaction to end and does not wait: the emission in hand is finished and its checkpoint written, nothing
     * else is begun.
     *
     * @return completes when all queries are stopped or failed; it never completes with an error, {@link #status} tells
     */
    public CompletableFuture<Void> closeLater() {
        CompletableFuture<?>[] ends =
                workers.stream().map(ReactionWorker::close).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(ends).thenRun(() -> ended.accept(this));
    }

    /** Asks all workers to end, before somebody waits for one of them. */
    void beginClosing() {
        workers.forEach(ReactionWorker::beginClosing);
    }

    /**
     * Ends the reaction: the emission in hand is finished and its checkpoint written, nothing else is begun. Waits for
     * it, unless it is called by the reaction's own handler. Idempotent.
     */
    @Override
    public void close() {
        CompletableFuture<Void> end = closeLater();
        if (workers.stream().noneMatch(ReactionWorker::isRunningHere)) {
            end.join();
        }
    }
}
