package io.afterimage.tck;

import static io.afterimage.tck.Samples.put;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.RowSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Every call of a store, by name. */
final class StoreCalls {

    private StoreCalls() {}

    /** Every call that takes a query id. */
    static Map<String, ThrowingCallable> of(LiveResultsStore store, String queryId) {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>(readsOf(store, queryId));
        calls.putAll(writesOf(store, queryId));
        calls.put("applyMutations of nothing", () -> store.applyMutations(queryId, List.of()));
        return calls;
    }

    /** Every call that reads. */
    static Map<String, ThrowingCallable> readsOf(LiveResultsStore store, String queryId) {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("readSnapshot", () -> store.readSnapshot(queryId).close());
        calls.put("rowCount", () -> store.rowCount(queryId));
        calls.put("position", () -> store.position(queryId));
        calls.put("sourcePositions", () -> store.sourcePositions(queryId));
        calls.put("outboxAfter", () -> store.outboxAfter(queryId, Position.NONE));
        calls.put("row", () -> store.row(queryId, 1));
        calls.put("verify", () -> store.verify(queryId));
        return calls;
    }

    /** Every call that writes. */
    static Map<String, ThrowingCallable> writesOf(LiveResultsStore store, String queryId) {
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("applyMutations", () -> store.applyMutations(queryId, List.of(put(1, "x"))));
        calls.put("clear", () -> store.clear(queryId));
        calls.put(
                "commit",
                () -> store.commit(ResultCommit.of(queryId, 1, List.of()).build()));
        calls.put(
                "commitAll",
                () -> store.commitAll(
                        List.of(ResultCommit.of(queryId, 1, List.of()).build())));
        calls.put("reset", () -> store.reset(queryId, 0, 0));
        calls.put("replaceAll", () -> store.replaceAll(queryId, Position.NONE, RowSource.of(List.of())));
        calls.put("drop", () -> store.drop(queryId));
        return calls;
    }
}
