package io.afterimage.tck.torture;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.Retention;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.tck.model.RandomWrites;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * A call whose arguments can never be right.
 *
 * @param what the call in a few words
 * @param queryId the query
 * @param call makes it
 */
record BadCall(String what, String queryId, BiConsumer<LiveResultsStore, String> call) {

    private static final byte[] LONG = new byte[1 << 20];
    private static final RowMutation GOOD = RowMutation.upsert(1, new byte[RandomWrites.MAX_ROW_BYTES]);

    private static final List<String> IDS =
            Arrays.asList(null, "", "x".repeat(1_025), "é".repeat(513), "x".repeat(1 << 20), "\uD800", "a\uDC00b");

    private static final List<BiConsumer<LiveResultsStore, String>> OF_ANY_ID = List.of(
            LiveResultsStore::rowCount,
            LiveResultsStore::position,
            LiveResultsStore::readSnapshot,
            LiveResultsStore::clear,
            LiveResultsStore::drop,
            LiveResultsStore::sourcePositions,
            LiveResultsStore::verify,
            (store, id) -> store.row(id, 1),
            (store, id) -> store.reset(id, 1, 1),
            (store, id) -> store.outboxAfter(id, Position.NONE),
            (store, id) -> store.applyMutations(id, List.of(GOOD)),
            (store, id) -> store.applyMutations(id, List.of()),
            (store, id) -> store.commit(ResultCommit.of(id, 1, List.of(GOOD)).build()),
            (store, id) -> store.replaceAll(id, Position.NONE, RowSource.of(List.of())));

    private static final List<BiConsumer<LiveResultsStore, String>> OF_A_GOOD_ID = List.of(
            (store, id) -> store.applyMutations(id, absent()),
            (store, id) -> store.applyMutations(id, Arrays.asList(GOOD, absent())),
            (store, id) -> store.applyMutations(id, List.of(GOOD, RowMutation.upsert(2, LONG))),
            (store, id) -> store.applyMutations(id, List.of(RowMutation.upsert(2, absent()))),
            (store, id) -> store.commit(absent()),
            (store, id) -> store.commitAll(absent()),
            (store, id) -> store.commitAll(Collections.singletonList(absent())),
            (store, id) -> store.commit(ResultCommit.of(id, 0, List.of(GOOD)).build()),
            (store, id) -> store.commit(
                    ResultCommit.of(id, Long.MIN_VALUE, List.of(GOOD)).build()),
            (store, id) -> store.commit(ResultCommit.of(id, 1, absent()).build()),
            (store, id) -> store.commit(commit(id).outbox(absent()).build()),
            (store, id) -> store.commit(commit(id).outbox(LONG).build()),
            (store, id) -> store.commit(
                    commit(id).outbox(LONG, Retention.ofEntries(-1)).build()),
            (store, id) ->
                    store.commit(commit(id).sourcePosition("", new byte[1]).build()),
            (store, id) -> store.commit(commit(id).sourcePosition("s", LONG).build()),
            (store, id) -> store.outboxAfter(id, absent()),
            (store, id) -> store.outboxAfter(id, Position.NONE, 0),
            (store, id) -> store.outboxAfter(id, Position.NONE, Integer.MIN_VALUE),
            (store, id) -> store.outboxAfter(id, new Position(-1, 0, 0)),
            (store, id) -> store.reset(id, 1, -1),
            (store, id) -> store.reset(id, 1, Long.MIN_VALUE),
            (store, id) -> store.replaceAll(id, absent(), RowSource.of(List.of())),
            (store, id) -> store.replaceAll(id, Position.NONE, absent()),
            (store, id) -> store.replaceAll(id, Position.NONE, RowSource.of(List.of()), absent()),
            (store, id) -> store.replaceAll(id, Position.NONE, RowSource.of(List.of()), Map.of("s", LONG)),
            (store, id) -> store.replaceAll(id, Position.NONE, RowSource.of(Arrays.asList(new Row(1, LONG), absent()))),
            (store, id) -> store.replaceAll(id, Position.NONE, RowSource.of(Collections.singletonList(absent()))));

    /** Draws one; {@code goodId} is the query of those that have nothing against it. */
    static BadCall any(Random random, String goodId) {
        if (random.nextBoolean()) {
            int call = random.nextInt(OF_ANY_ID.size());
            int id = random.nextInt(IDS.size());
            return new BadCall("call " + call + " with bad id " + id, IDS.get(id), OF_ANY_ID.get(call));
        }
        int call = random.nextInt(OF_A_GOOD_ID.size());
        return new BadCall("bad call " + call, goodId, OF_A_GOOD_ID.get(call));
    }

    /** Makes it. */
    void on(LiveResultsStore store, Gate gate) {
        gate.refused(what + " on " + queryId, () -> call.accept(store, queryId));
    }

    private static ResultCommit.Builder commit(String queryId) {
        return ResultCommit.of(queryId, 1, List.of(GOOD));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // the misuse itself
    private static <T> T absent() {
        return null;
    }
}
