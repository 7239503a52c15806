package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.afterimage.Position;
import io.afterimage.QuerySummary;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The numbers and lives that a group gives to queries end somewhere, and what lies beyond is refused by name. */
@Timeout(60)
class WriteGroupTest {

    private static final List<RowMutation> A_ROW = List.of(RowMutation.upsert(1, new byte[1]));

    private final HeapDisk disk = new HeapDisk();

    @AfterEach
    void engine_nothingMisusedOrLeftOpen() {
        assertThat(disk.misuse()).isEmpty();
        assertThat(disk.openThings()).isZero();
    }

    /** Opens a store whose numbers are used up to the given one. */
    private EngineStore openWithNumbersUpTo(int number) {
        HeapState state = new HeapState();
        state.queries.put(number, QueryRecord.unknown("old").numbered(number).revived());
        disk.commit(state);
        return disk.open(StoreSettings.DEFAULT);
    }

    @Test
    void number_afterTheLastOne_isRefusedByName() {
        try (EngineStore store = openWithNumbersUpTo(Integer.MAX_VALUE - 1)) {
            store.applyMutations("last", A_ROW);
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> store.applyMutations("one too many", A_ROW))
                    .withMessageContaining("no number left")
                    .withMessageContaining("one too many");
            store.applyMutations("old", A_ROW);
            assertThat(disk.state().queries).containsOnlyKeys(Integer.MAX_VALUE - 1, Integer.MAX_VALUE);
        }
        try (EngineStore reopened = disk.open(StoreSettings.DEFAULT)) {
            assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> reopened.reset("one too many", 0, 0));
            assertThat(reopened.queries()).extracting(QuerySummary::queryId).containsExactly("last", "old");
        }
    }

    @Test
    void commitAll_oneNumberLeftForTwoQueries_isRefusedAloneAndWritesNothing() throws Exception {
        try (EngineStore store = openWithNumbersUpTo(Integer.MAX_VALUE - 2)) { // Grouped takes one
            List<ResultCommit> two = List.of(
                    ResultCommit.of("new", 1, A_ROW).build(),
                    ResultCommit.of("newer", 1, A_ROW).build());
            List<Operation> operations = List.of(
                    Operation.apply("old", A_ROW),
                    new Operation("two queries, one number", refusing -> refusing.commitAll(two)),
                    Operation.apply("old", A_ROW));
            assertThat(Grouped.run(disk, store, operations))
                    .containsExactly(Operation.DONE, RefusedException.class, Operation.DONE);
            assertThat(store.position("new")).isEqualTo(Position.NONE);
            assertThat(store.rowCount("old")).isOne();
            store.commitAll(two.subList(0, 1));
            assertThat(store.rowCount("new")).isOne();
        }
    }

    @Test
    void generation_afterTheLastOne_isRefusedByName() {
        try (EngineStore store = disk.open(StoreSettings.DEFAULT)) {
            store.replaceAll("a", new Position(Long.MAX_VALUE, 0, 0), new CountedRows(0));
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> store.reset("a", 0, 0))
                    .withMessageContaining("last generation")
                    .withMessageContaining("Query: a");
            store.drop("a");
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> store.applyMutations("a", A_ROW))
                    .withMessageContaining("last generation");
            assertThat(store.position("a")).isEqualTo(Position.NONE);
        }
    }
}
