package io.afterimage.tck;

import static io.afterimage.tck.Samples.OTHER;
import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.bytes;
import static io.afterimage.tck.Samples.del;
import static io.afterimage.tck.Samples.put;
import static io.afterimage.tck.Samples.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import io.afterimage.Snapshot;
import io.afterimage.spi.StorageEngine;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.model.QueryState;
import io.afterimage.tck.model.StoreWrite;
import io.afterimage.tck.torture.FaultPlan.Fault;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * C1, C11, C17 and C22 under a failing engine: of every call of a store, the first, the second, and each further engine call
 * fails in turn. Afterwards the state is the old or the new one as a whole, the count is right, and the store goes on or
 * says that it must be reopened. For backends that are built on a {@link StorageEngine}.
 */
public abstract class LiveResultsStoreFaultContract {

    /** For subclasses. */
    protected LiveResultsStoreFaultContract() {}

    /**
     * Opens the store of a directory, or creates it there, with something between it and its engine.
     *
     * @param where an existing directory that belongs to this store alone
     * @param settings how to open it
     * @param between gets the backend's engine and gives the one that the store is to use
     * @return the open store, to be closed by the caller
     */
    protected abstract LiveResultsStore open(Path where, StoreSettings settings, UnaryOperator<StorageEngine> between);

    /** On failure check that nothing is published before the engine has committed, and what a failed batch leaves open. */
    @Test
    void c22_engineUnavailableAtAnyCall_leavesTheOldState_andTheStoreGoesOn(@TempDir Path directory) {
        writes().forEach(run(directory, Fault.UNAVAILABLE, 1 << 20)::failEachEngineCall);
    }

    /** On failure check what a failed write leaves in the index of the count, and what is asked of it afterwards. */
    @Test
    void c22_engineUnavailableAtAnyCall_leavesTheCountExact_withoutMemoryForIt(@TempDir Path directory) {
        FaultRun run = run(directory, Fault.UNAVAILABLE, 0);
        writes().forEach((name, call) -> {
            if (name.equals("apply") || name.equals("commitAll")) {
                run.failEachEngineCall(name, call);
            }
        });
    }

    /** On failure check what reads go by while nobody knows, and that later writes are refused until the reopen. */
    @Test
    void c17_unknownOutcomeOfACommitThatIsNotThere_isTheOldStateAfterReopen(@TempDir Path directory) {
        writes().forEach(run(directory, Fault.UNKNOWN_AND_NOT_WRITTEN, 1 << 20)::failEachEngineCall);
    }

    /** On failure check what reads go by while nobody knows, and that later writes are refused until the reopen. */
    @Test
    void c17_unknownOutcomeOfACommitThatIsThere_isTheNewStateAfterReopen(@TempDir Path directory) {
        writes().forEach(run(directory, Fault.UNKNOWN_AND_WRITTEN, 1 << 20)::failEachEngineCall);
    }

    /** On failure check what a failed read leaves open, and that it says so instead of returning less. */
    @Test
    void c22_engineUnavailableAtAnyCallOfARead_isSaid_andTheNextReadIsWhole(@TempDir Path directory) {
        reads().forEach(run(directory, Fault.UNAVAILABLE, 1 << 20)::failEachEngineCallOfARead);
    }

    private FaultRun run(Path directory, Fault fault, long countIndexBytes) {
        return new FaultRun(this::open, directory, fault, countIndexBytes);
    }

    private static Map<String, Consumer<LiveResultsStore>> writes() {
        Map<String, StoreWrite> writes = new LinkedHashMap<>();
        writes.put("apply", new StoreWrite.Apply(Q, List.of(put(1, "new"), del(2), put(99, "x"), del(98))));
        writes.put(
                "commitAll", new StoreWrite.Commit(List.of(emission(Q), emission(OTHER), emission(Q), emission("c"))));
        writes.put("clear", new StoreWrite.Clear(Q));
        writes.put("reset", new StoreWrite.Reset(Q, 5, 3));
        writes.put("drop", new StoreWrite.Drop(Q));
        writes.put("replaceAll", new StoreWrite.Replace(Q, 0, 1, 0, rows(5), Map.of()));
        writes.put("replaceAll in a new life", new StoreWrite.Replace(Q, -9, 0, 0, rows(1), Map.of("s", bytes("x"))));
        Map<String, Consumer<LiveResultsStore>> calls = new LinkedHashMap<>();
        writes.forEach((name, write) -> calls.put(name, store -> write.on(store, store::position)));
        return calls;
    }

    private static StoreWrite.Emission emission(String queryId) {
        return new StoreWrite.Emission(
                queryId,
                1,
                false,
                List.of(put(3, "new"), del(4), put(97, "x")),
                bytes("entry"),
                OptionalLong.of(2),
                Map.of("orders", bytes("at")),
                0);
    }

    private static Map<String, Consumer<LiveResultsStore>> reads() {
        Map<String, Consumer<LiveResultsStore>> reads = new LinkedHashMap<>();
        reads.put("state", store -> assertThat(QueryState.of(store, Q).rows()).hasSize(FaultRun.ROWS));
        reads.put("row", store -> assertThat(store.row(Q, 1)).isPresent());
        reads.put("parts", store -> {
            try (Snapshot snapshot = store.readSnapshot(Q)) {
                assertThat(snapshot.split(3)).hasSize(3).allSatisfy(part -> part.next());
            }
        });
        reads.put(
                "verifyAll",
                store -> assertThat(store.verifyAll())
                        .allSatisfy(answer -> assertThat(answer.problems()).isEmpty()));
        return reads;
    }
}
