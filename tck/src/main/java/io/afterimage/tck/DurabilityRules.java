package io.afterimage.tck;

import static io.afterimage.tck.Samples.OTHER;
import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.bytes;
import static io.afterimage.tck.Samples.emission;
import static io.afterimage.tck.Samples.emissions;
import static io.afterimage.tck.Samples.puts;
import static io.afterimage.tck.StoreTrait.SURVIVES_CLOSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.QuerySummary;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.tck.model.QueryState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules C16, C17, C22 and C23, as far as they can be seen from inside a living process. */
interface DurabilityRules {

    /** Where the rules work. */
    StoreBench bench();

    /**
     * The power cannot be cut here; {@link LiveResultsStoreTortureContract} kills processes. What can be seen: a clean close
     * loses nothing, under either durability. On failure check what close flushes and what is cached only.
     */
    @Test
    default void c16_powerLoss_isNotTestableInProcess_butACleanCloseLosesNothing() {
        for (Durability durability : List.of(Durability.POWER_LOSS, Durability.PROCESS_CRASH)) {
            Path directory = bench().emptyDirectory();
            var settings = StoreBench.SETTINGS.withDurability(durability);
            LiveResultsStore store = bench().openIn(directory, settings);
            fill(store);
            List<QueryState> before = statesOf(store);
            List<QuerySummary> summaries = store.queries();
            store.close();
            LiveResultsStore reopened = bench().openIn(directory, settings);
            if (bench().has(SURVIVES_CLOSE)) {
                assertThat(statesOf(reopened)).isEqualTo(before);
                assertThat(reopened.queries()).isEqualTo(summaries);
            } else {
                assertThat(reopened.queries()).isEmpty();
            }
            assertThat(reopened.verifyAll())
                    .allSatisfy(answer -> assertThat(answer.problems()).isEmpty());
        }
    }

    private static void fill(LiveResultsStore store) {
        store.commit(ResultCommit.of(Q, 1, puts(500))
                .configHash(7)
                .outbox(bytes("entry-1"))
                .sourcePosition("orders", bytes("at"))
                .build());
        store.commitAll(emissions(Q, 2, 30));
        store.applyMutations(OTHER, puts(20));
        store.clear(OTHER);
        store.applyMutations(OTHER, List.of(RowMutation.upsert(-1, new byte[100_000])));
        store.reset("reset", 3, 5);
        store.applyMutations("dropped", puts(3));
        store.drop("dropped");
    }

    private static List<QueryState> statesOf(LiveResultsStore store) {
        return List.of(
                QueryState.of(store, Q),
                QueryState.of(store, OTHER),
                QueryState.of(store, "reset"),
                QueryState.of(store, "dropped"));
    }

    /** Life after life of the store. On failure check what each open changes. */
    @Test
    default void c16_storeThatIsReopenedAgainAndAgain_goesOnWhereItStood() {
        bench().store();
        for (long n = 1; n <= 6; n++) {
            LiveResultsStore store = bench().reopen();
            long sequence = bench().has(SURVIVES_CLOSE) ? n : 1;
            assertThat(store.commit(emission(Q, sequence)).applied())
                    .as("emission %d", n)
                    .isTrue();
            assertThat(store.rowCount(Q)).isEqualTo(sequence);
            assertThat(QueryState.outbox(store, Q)).hasSize((int) sequence);
        }
    }

    /**
     * A failing engine is injected by {@link LiveResultsStoreFaultContract}. What can be seen here: a refusal is no failure
     * and never stops later writes. On failure check what makes the store say "reopen".
     */
    @Test
    default void c17_unknownOutcome_isInjectedByTheFaultContract_butARefusalStopsNoLaterWrite() {
        LiveResultsStore store = bench().openAside(StoreBench.SETTINGS.withMaxRowBytes(100));
        for (long n = 1; n <= 10; n++) {
            RowMutation tooLong = RowMutation.upsert(n, new byte[101]);
            assertThatThrownBy(() -> store.applyMutations(Q, List.of(tooLong))).isInstanceOf(RefusedException.class);
            assertThat(store.commit(emission(Q, n)).applied()).isTrue();
        }
        assertThat(store.rowCount(Q)).isEqualTo(10);
    }

    /**
     * A full disk is injected by {@link LiveResultsStoreFaultContract} as an engine that is unavailable. What can be seen
     * here: space that was written and cleared again and again does not pile up in the answers. On failure check reclaiming.
     */
    @Test
    default void c22_fullDisk_isInjectedByTheFaultContract_butClearedSpaceIsForgotten() {
        LiveResultsStore store = bench().store();
        for (int round = 1; round <= 20; round++) {
            store.applyMutations(Q, puts(200));
            store.clear(Q);
        }
        store.applyMutations(Q, puts(3));
        assertThat(QueryState.of(store, Q).rows()).isEqualTo(Samples.rows(3));
        assertThat(store.verifyAll())
                .allSatisfy(answer -> assertThat(answer.problems()).isEmpty());
    }

    /**
     * The versions in stored values are pinned by the backend's golden tests. What can be seen here: what one open wrote,
     * the next one understands, all kinds of value. On failure check which value is read by another version's rules.
     */
    @Test
    default void c23_formatVersions_arePinnedByGoldenTests_butEveryKindOfValueIsUnderstoodByTheNextOpen() {
        LiveResultsStore store = bench().store();
        fill(store);
        List<QueryState> before = statesOf(store);
        LiveResultsStore reopened = bench().reopen();
        List<QueryState> nothing =
                List.of(QueryState.UNKNOWN, QueryState.UNKNOWN, QueryState.UNKNOWN, QueryState.UNKNOWN);
        assertThat(statesOf(reopened)).isEqualTo(bench().has(SURVIVES_CLOSE) ? before : nothing);
    }
}
