package io.afterimage.tck;

import static io.afterimage.tck.Samples.OTHER;
import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.bytes;
import static io.afterimage.tck.Samples.emissions;
import static io.afterimage.tck.Samples.put;
import static io.afterimage.tck.Samples.puts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.ResultCommit;
import io.afterimage.Snapshot;
import io.afterimage.StoreUnavailableException;
import io.afterimage.spi.StorageEngine;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.model.QueryState;
import io.afterimage.tck.torture.FaultPlan;
import io.afterimage.tck.torture.FaultPlan.Fault;
import io.afterimage.tck.torture.FaultyEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Makes one call of a store again and again on fresh stores that stand alike, and lets another engine call of it fail each
 * time. Not thread-safe; one thread at a time.
 */
final class FaultRun {

    /** How many rows the query has before the call. */
    static final int ROWS = 40;

    private static final List<String> QUERIES = List.of(Q, OTHER, "c");

    /** Opens a store with something between it and its engine. */
    @FunctionalInterface
    interface Opener {
        LiveResultsStore open(Path where, StoreSettings settings, UnaryOperator<StorageEngine> between);
    }

    private final Opener opener;
    private final Path directory;
    private final Fault fault;
    private final StoreSettings settings;
    private int stores;

    FaultRun(Opener opener, Path directory, Fault fault, long countIndexBytes) {
        this.opener = opener;
        this.directory = directory;
        this.fault = fault;
        settings = StoreBench.SETTINGS.withDurability(Durability.PROCESS_CRASH).withCountIndexBytes(countIndexBytes);
    }

    /** Fails the first engine call of a store's call, then the second, until there are no more. */
    void failEachEngineCall(String name, Consumer<LiveResultsStore> call) {
        List<QueryState> after = stateAfter(call);
        int at = 1;
        while (new Attempt(name + ", " + fault + " at engine call " + at, call, after).meetsFault(at)) {
            at++;
        }
        assertThat(at).as("engine calls of %s that may fail", name).isGreaterThan(1);
    }

    /** The same for a call that reads, all on one store: each failed read is followed by one that is whole. */
    void failEachEngineCallOfARead(String name, Consumer<LiveResultsStore> read) {
        FaultPlan plan = new FaultPlan();
        int at = 0;
        try (LiveResultsStore store = opener.open(newDirectory(), settings, engine -> new FaultyEngine(engine, plan))) {
            fill(store);
            do {
                plan.failAt(fault, ++at);
                if (fails(read, store)) {
                    plan.disarm();
                    read.accept(store);
                }
            } while (plan.fired());
            plan.disarm();
        }
        assertThat(plan.disorder()).as(name).isEmpty();
        assertThat(at).as("engine calls of %s that may fail", name).isGreaterThan(1);
    }

    private static boolean fails(Consumer<LiveResultsStore> read, LiveResultsStore store) {
        try {
            read.accept(store);
            return false;
        } catch (StoreUnavailableException e) {
            return true;
        }
    }

    private List<QueryState> stateAfter(Consumer<LiveResultsStore> call) {
        try (LiveResultsStore store = opener.open(newDirectory(), settings, UnaryOperator.identity())) {
            fill(store);
            call.accept(store);
            return states(store);
        }
    }

    private Path newDirectory() {
        try {
            return Files.createDirectories(directory.resolve("store-" + ++stores));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(LiveResultsStore store) {
        store.commitAll(emissions(Q, 1, 3));
        store.commitAll(List.of(
                ResultCommit.of(Q, 4, puts(ROWS))
                        .outbox(bytes("entry-4"))
                        .sourcePosition("orders", bytes("first"))
                        .build(),
                Samples.emission(OTHER, 1)));
    }

    private static List<QueryState> states(LiveResultsStore store) {
        List<QueryState> states = new ArrayList<>();
        for (String id : QUERIES) {
            QueryState state = QueryState.of(store, id);
            assertThat(state.rows()).as("rows of %s", id).hasSize((int) state.rowCount());
            states.add(state);
        }
        return states;
    }

    /** One call with one fault on one fresh store. */
    private final class Attempt {

        private final String place;
        private final Consumer<LiveResultsStore> call;
        private final List<QueryState> after;
        private final Path where = newDirectory();
        private final FaultPlan plan = new FaultPlan();

        Attempt(String place, Consumer<LiveResultsStore> call, List<QueryState> after) {
            this.place = place;
            this.call = call;
            this.after = after;
        }

        /** Makes the attempt; false if the store's call does not make so many engine calls. */
        boolean meetsFault(int at) {
            List<List<QueryState>> possible;
            try (LiveResultsStore store = opener.open(where, settings, engine -> new FaultyEngine(engine, plan))) {
                fill(store);
                List<QueryState> before = states(store);
                plan.failAt(fault, at);
                possible = attempt(store, before);
            }
            assertThat(plan.disorder()).as(place).isEmpty();
            assertReopensAs(possible);
            return plan.fired();
        }

        /** The states that a reopen may find. */
        private List<List<QueryState>> attempt(LiveResultsStore store, List<QueryState> before) {
            try {
                call.accept(store);
                plan.disarm();
            } catch (StoreUnavailableException e) {
                plan.disarm();
                assertThat(states(store)).as(place).isEqualTo(before);
                call.accept(store);
            } catch (OutcomeUnknownException e) {
                plan.disarm();
                assertThat(fault)
                        .as("the fault that leaves the outcome unknown")
                        .isNotEqualTo(Fault.UNAVAILABLE);
                assertGoesOnReadingOnly(store, before);
                return List.of(before, after);
            }
            assertThat(states(store)).as(place).isEqualTo(after);
            return List.of(after);
        }

        private void assertGoesOnReadingOnly(LiveResultsStore store, List<QueryState> before) {
            assertReadsOldOrNew(store, before);
            assertThatThrownBy(() -> store.applyMutations(OTHER, List.of(put(9, "x"))))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThatThrownBy(() -> store.commit(Samples.emission("c", 1)))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertReadsOldOrNew(store, before);
        }

        /** Of a write that is there although nobody knows, an engine may show the new rows; it never shows a mixture. */
        private void assertReadsOldOrNew(LiveResultsStore store, List<QueryState> before) {
            if (fault == Fault.UNKNOWN_AND_NOT_WRITTEN) {
                assertThat(states(store)).as("%s, not reopened", place).isEqualTo(before);
                return;
            }
            for (int i = 0; i < QUERIES.size(); i++) {
                QueryState old = before.get(i);
                QueryState fresh = after.get(i);
                try (Snapshot snapshot = store.readSnapshot(QUERIES.get(i))) {
                    assertThat(List.of(snapshot.position(), snapshot.rowCount(), snapshot.toList()))
                            .as("%s, not reopened", place)
                            .isIn(
                                    List.of(old.position(), old.rowCount(), old.rows()),
                                    List.of(fresh.position(), fresh.rowCount(), fresh.rows()));
                }
                assertThat(store.position(QUERIES.get(i))).as(place).isIn(old.position(), fresh.position());
            }
        }

        private void assertReopensAs(List<List<QueryState>> possible) {
            try (LiveResultsStore store = opener.open(where, settings, UnaryOperator.identity())) {
                List<QueryState> found = states(store);
                assertThat(possible).as("%s, reopened", place).contains(found);
                assertThat(store.verifyAll())
                        .as(place)
                        .allSatisfy(answer -> assertThat(answer.problems()).isEmpty());
                store.applyMutations(OTHER, List.of(put(77, "goes on")));
                assertThat(store.rowCount(OTHER)).isEqualTo(found.get(1).rowCount() + 1);
            }
        }
    }
}
