package io.afterimage.cli.demo;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.cli.supervision.DemoFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Follows the change stream with the three queries and commits what they emit: the child's work, in one thread.
 *
 * <p>All emissions of one event, and of the {@value #EVENTS_PER_WRITE} events that share a write for speed, go to the
 * store in one {@code commitAll}: the three results always stand at the same event, whenever the process is killed.
 */
final class Follower {
    static final int EVENTS_PER_WRITE = 200;

    private final LiveResultsStore store;
    private final List<FollowedQuery> queries;
    private final OrderBook book;
    private final ChangeStream stream;

    Follower(LiveResultsStore store, RestoredState restored, ChangeStream stream) {
        this.store = store;
        this.queries = restored.queries();
        this.book = restored.book();
        this.stream = stream;
    }

    /**
     * Sends the last emissions of every query again, as a source that delivers at least once does after a crash. They are
     * taken from the outboxes.
     *
     * @param emissionsPerQuery how many (0 or more)
     * @return how many the store has skipped as duplicates; one that it took for new counts as applied, which the store's
     *     own counter shows
     */
    long sendAgain(int emissionsPerQuery) {
        long skipped = 0;
        for (FollowedQuery query : queries) {
            for (Emission emission : lastEmissions(query, emissionsPerQuery)) {
                CommitResult result = store.commit(query.commitAgain(emission));
                skipped += result instanceof CommitResult.Duplicate ? 1 : 0;
                query.readApplied(store);
            }
        }
        return skipped;
    }

    /**
     * Goes on with the stream.
     *
     * @param untilEvent the number of the last event to commit; the end of the stream if that comes first
     * @param acknowledged told of the last event after every write that the store has acknowledged
     */
    void follow(long untilEvent, Consumer<SourcePosition> acknowledged) {
        while (stream.position().event() < untilEvent && stream.hasNext()) {
            List<ResultCommit> write = new ArrayList<>();
            for (int events = 0; moreInWrite(events, untilEvent); events++) {
                addEmissions(book.apply(stream.next()), write);
            }
            commit(write);
            acknowledged.accept(stream.position());
        }
    }

    private boolean moreInWrite(int events, long untilEvent) {
        return events < EVENTS_PER_WRITE && stream.position().event() < untilEvent && stream.hasNext();
    }

    private void addEmissions(OrderChange change, List<ResultCommit> write) {
        for (FollowedQuery query : queries) {
            List<RowMutation> mutations = query.query().apply(change);
            if (!mutations.isEmpty()) {
                write.add(query.nextCommit(stream.position(), mutations));
            }
        }
    }

    private void commit(List<ResultCommit> write) {
        for (CommitResult result : store.commitAll(write)) {
            if (!result.applied()) {
                throw new DemoFailure("The store refuses an emission that is the next one. Answer: " + result + ".");
            }
        }
    }

    private List<Emission> lastEmissions(FollowedQuery query, int count) {
        Position head = store.position(query.query().id());
        long after = Math.max(0, head.sequence() - count);
        Position from = new Position(head.generation(), after, head.configHash());
        return store.outboxAfter(query.query().id(), from) instanceof OutboxRead.Entries read
                ? read.entries().stream().map(Emission::of).toList()
                : List.of();
    }
}
