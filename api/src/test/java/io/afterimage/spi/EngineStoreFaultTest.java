package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** The engine fails at every call in turn; what is left must be the old state or the new one, with an exact count. */
class EngineStoreFaultTest {

    private static final StoreSettings SMALL = StoreSettings.DEFAULT.withCountIndexBytes(200);

    private final HeapDisk disk = new HeapDisk();

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void write_engineFailsAtEveryCallInTurn_isThereWholeOrNotAtAll(@ForAll long seed) {
        everyCallInTurn(seed, HeapDisk::mayFail, HeapDisk::unavailable);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void write_engineThrowsWhatItNeverShould_isThereWholeOrNotAtAll(@ForAll long seed) {
        everyCallInTurn(
                seed,
                call -> HeapDisk.mayFail(call) && !call.equals("commit"),
                () -> new IllegalStateException("unforeseen"));
    }

    private static void everyCallInTurn(long seed, Predicate<String> calls, Supplier<RuntimeException> failure) {
        Random random = new Random(seed);
        HeapDisk disk = new HeapDisk();
        try (InMemoryLiveResultsStore reference = new InMemoryLiveResultsStore();
                EngineStore store = disk.open(SMALL)) {
            for (int i = 0; i < 12; i++) {
                Operation operation = Operation.any(random, reference);
                StoreState before = StoreState.of(reference);
                Object expected = operation.outcome(reference);
                Object outcome = untilItPasses(disk, store, operation, calls, failure, before);
                assertThat(outcome).as("%d: %s", i, operation).isEqualTo(expected);
                assertThat(StoreState.of(store)).as("%d: %s", i, operation).isEqualTo(StoreState.of(reference));
            }
        }
        assertThat(disk.misuse()).isEmpty();
        assertThat(disk.openThings()).isZero();
    }

    /** Fails the first call, then the second and so on, until none is left to fail. */
    private static Object untilItPasses(
            HeapDisk disk,
            EngineStore store,
            Operation operation,
            Predicate<String> calls,
            Supplier<RuntimeException> failure,
            StoreState before) {
        Class<?> kind = failure.get().getClass();
        Thread caller = Thread.currentThread(); // what the reclaimer calls is none of this write
        for (int n = 0; ; n++) {
            HeapDisk.Fault fault =
                    disk.failAt(n, call -> Thread.currentThread().equals(caller) && calls.test(call), failure);
            Object outcome = operation.outcome(store);
            disk.onCall(call -> {});
            if (!fault.struck()) {
                return outcome;
            }
            assertThat(outcome).as("call %d of %s", n, operation).isEqualTo(kind);
            assertThat(StoreState.of(store)).as("call %d of %s", n, operation).isEqualTo(before);
        }
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void group_engineFailsSomewhere_failsForAllAndLeavesTheOldState(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        HeapDisk disk = new HeapDisk();
        try (InMemoryLiveResultsStore reference = new InMemoryLiveResultsStore();
                EngineStore store = disk.open(SMALL)) {
            for (int i = 0; i < 6; i++) {
                List<Operation> operations = new ArrayList<>();
                for (int j = random.nextInt(4); j >= 0; j--) {
                    operations.add(Operation.inOneRequest(random, reference));
                }
                String call = random.nextBoolean() ? "commit" : "putQuery";
                List<Object> failed = Grouped.run(disk, store, operations, name -> name.equals(call));
                StoreState state = StoreState.of(store);
                if (failed.contains(StoreUnavailableException.class)) {
                    assertThat(state.details())
                            .isEqualTo(StoreState.of(reference).details());
                    assertThat(failed)
                            .as("%s", operations)
                            .isSubsetOf(StoreUnavailableException.class, Operation.DONE); // done: nothing to write
                } else {
                    operations.forEach(operation -> operation.outcome(reference));
                }
                assertThat(Grouped.run(disk, store, operations)).hasSameSizeAs(operations);
                operations.forEach(operation -> operation.outcome(reference));
                assertThat(StoreState.of(store).details())
                        .as("%d: %s", i, operations)
                        .isEqualTo(StoreState.of(reference).details());
            }
        }
        assertThat(disk.misuse()).isEmpty();
        assertThat(disk.openThings()).isZero();
    }

    @Test
    void write_outcomeUnknownAndNotThere_refusesWritesAndShowsTheOldState() {
        unknownOutcome("commit", 1);
    }

    @Test
    void write_outcomeUnknownAndThere_refusesWritesAndNeverContradictsItsSnapshots() {
        unknownOutcome("committed", 2);
    }

    private void unknownOutcome(String failing, int rowsAfterwards) {
        try (EngineStore store = disk.open(SMALL)) {
            store.applyMutations("a", List.of(RowMutation.upsert(1, new byte[1])));
            disk.failAt(0, failing::equals, () -> new OutcomeUnknownException("The disk is gone.", null));
            assertThatThrownBy(() -> store.applyMutations("a", List.of(RowMutation.upsert(2, new byte[1]))))
                    .isInstanceOf(OutcomeUnknownException.class);
            disk.onCall(call -> {});
            assertThatThrownBy(() -> store.clear("a")).isInstanceOf(OutcomeUnknownException.class);
            assertThatThrownBy(() -> store.drop("b")).isInstanceOf(OutcomeUnknownException.class);
            try (var snapshot = store.readSnapshot("a")) {
                assertThat(snapshot.toList()).hasSize(rowsAfterwards);
            }
            assertThat(store.rowCount("a")).isEqualTo(rowsAfterwards);
            assertThat(store.row("a", 2).isPresent()).isEqualTo(rowsAfterwards == 2);
        }
        try (EngineStore reopened = disk.open(SMALL)) {
            assertThat(reopened.rowCount("a")).isEqualTo(rowsAfterwards);
            reopened.clear("a");
        }
        assertThat(disk.misuse()).isEmpty();
        assertThat(disk.openThings()).isZero();
    }

    @Test
    void write_outcomeUnknownAndThere_isSeenOnANewQueryAsOnTheOthers() {
        try (EngineStore store = disk.open(SMALL)) {
            store.applyMutations("a", List.of(RowMutation.upsert(1, new byte[1])));
            disk.failAt(0, "committed"::equals, () -> new OutcomeUnknownException("The disk is gone.", null));
            assertThatThrownBy(() -> store.commitAll(List.of(
                            ResultCommit.of("new", 1, List.of(RowMutation.upsert(1, new byte[1])))
                                    .build(),
                            ResultCommit.of("a", 1, List.of(RowMutation.upsert(2, new byte[1])))
                                    .build())))
                    .isInstanceOf(OutcomeUnknownException.class);
            disk.onCall(call -> {});
            try (var snapshot = store.readSnapshot("new")) {
                assertThat(snapshot.toList()).hasSize(1);
            }
            assertThat(store.rowCount("a")).isEqualTo(2);
        }
    }

    @Test
    void write_batchCannotBeClosedAfterItsCommit_isNotCalledUnwritten() {
        try (EngineStore store = disk.open(SMALL)) {
            disk.failAt(0, "closeBatch"::equals, HeapDisk::unavailable);
            assertThatThrownBy(() -> store.applyMutations("a", List.of(RowMutation.upsert(1, new byte[1]))))
                    .isInstanceOf(OutcomeUnknownException.class);
            disk.onCall(call -> {});
            assertThat(store.rowCount("a")).isOne();
        }
    }

    @Test
    void open_engineFails_closesTheEngine() {
        disk.failAt(0, "readQueries"::equals, HeapDisk::unavailable);
        assertThatThrownBy(() -> new EngineStore(new HeapEngine(disk), SMALL, "heap"))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(disk.openThings()).isZero();
    }

    @Test
    void close_somethingCannotBeClosed_closesTheRestAndSaysSo() {
        for (String failing : List.of("closeScan", "closeView")) {
            EngineStore store = disk.open(SMALL);
            store.applyMutations("a", List.of(RowMutation.upsert(1, new byte[1])));
            List<Object> held = List.of(
                    store.readSnapshot("a").cursor(), store.readSnapshot("a").split(3));
            disk.failAt(0, failing::equals, HeapDisk::unavailable);
            assertThatThrownBy(store::close).isInstanceOf(StoreUnavailableException.class);
            assertThat(disk.openThings()).as(failing).isZero();
            assertThat(held).isNotEmpty();
        }
        assertThat(disk.misuse()).isEmpty();
    }
}
