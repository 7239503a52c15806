package io.afterimage.tck;

import static io.afterimage.tck.Samples.bytes;
import static io.afterimage.tck.Samples.put;
import static io.afterimage.tck.StoreTrait.SURVIVES_CLOSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.QuerySummary;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowSource;
import io.afterimage.tck.model.QueryState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Rules C5 and C6: names of queries, and that queries never meet. */
interface QueryIdRules {

    /** Names that look alike, contain what engines use as separators, or are as long as can be. */
    List<String> LEGAL_IDS = List.of(
            "a",
            "a\0",
            "a\0b",
            "ab",
            "a\0\0",
            "\0",
            "a:b",
            "a/b",
            "../a",
            ".",
            "..",
            "a\\b",
            "a'b",
            "a\"b",
            "a;--",
            "%",
            "_",
            "A",
            "\u00e4",
            "a\u0308",
            "\ud83d\ude00",
            "\uffff",
            "\ud83d\ude00b",
            " ",
            "a ",
            "\n",
            "x".repeat(1_024),
            "\u00e4".repeat(512),
            "\ud83d\ude00".repeat(256));

    /** Names that are refused. */
    List<String> ILLEGAL_IDS = List.of(
            "",
            "x".repeat(1_025),
            "\u00e4".repeat(512) + "x",
            "\ud83d",
            "\ude00",
            "a\ud83db",
            "\ude00\ud83d",
            "x".repeat(70_000));

    /** Where the rules work. */
    StoreBench bench();

    /**
     * Any well-formed name of 1 to 1,024 UTF-8 bytes is a query of its own. On failure check how the name gets into keys,
     * file names and statements: number queries instead.
     */
    @Test
    default void c05_anyWellFormedName_isAQueryOfItsOwn() {
        LiveResultsStore store = bench().store();
        for (String id : LEGAL_IDS) {
            store.commit(ResultCommit.of(id, 1, List.of(put(1, "of " + id)))
                    .outbox(bytes("entry of " + id))
                    .build());
        }
        assertEachHasItsOwn(store);
        LiveResultsStore reopened = bench().reopen();
        if (bench().has(SURVIVES_CLOSE)) {
            assertEachHasItsOwn(reopened);
        } else {
            assertThat(reopened.queries()).isEmpty();
        }
    }

    private static void assertEachHasItsOwn(LiveResultsStore store) {
        assertThat(store.queries()).extracting(QuerySummary::queryId).containsExactlyInAnyOrderElementsOf(LEGAL_IDS);
        for (String id : LEGAL_IDS) {
            QueryState state = QueryState.of(store, id);
            assertThat(state.rows()).as("rows of %s", id).containsExactly(new Row(1, bytes("of " + id)));
            assertThat(state.outbox()).as("outbox of %s", id).hasSize(1);
            assertThat(state.outbox().get(0).data()).isEqualTo(bytes("entry of " + id));
        }
    }

    /** Names come back in order. On failure check what the list of queries is sorted by. */
    @Test
    default void c05_queries_areListedInOrderOfTheirNames() {
        LiveResultsStore store = bench().store();
        for (String id : List.of("b", "ab", "a", "c", "B", "aa")) {
            store.applyMutations(id, List.of(put(1, "x")));
        }
        assertThat(store.queries()).extracting(QuerySummary::queryId).containsExactly("B", "a", "aa", "ab", "b", "c");
    }

    /**
     * An empty, too long or malformed name is refused by every method, and nothing is created. On failure check that every
     * public method checks the name first.
     */
    @Test
    default void c05_illegalName_isRefusedByEveryMethod() {
        LiveResultsStore store = bench().store();
        for (String id : ILLEGAL_IDS) {
            StoreCalls.of(store, id)
                    .forEach((call, attempt) -> assertThatThrownBy(attempt)
                            .as("%s of a name of %d characters", call, id.length())
                            .isInstanceOf(RefusedException.class));
        }
        assertThat(store.queries()).isEmpty();
    }

    /** A source id follows the same rule. On failure check how source ids get into keys. */
    @Test
    default void c05_sourceIds_followTheSameRule() {
        LiveResultsStore store = bench().store();
        ResultCommit.Builder commit = ResultCommit.of("a", 1, List.of());
        LEGAL_IDS.forEach(id -> commit.sourcePosition(id, bytes("at " + id)));
        store.commit(commit.build());
        assertThat(store.sourcePositions("a")).hasSameSizeAs(LEGAL_IDS);
        LEGAL_IDS.forEach(id -> assertThat(store.sourcePositions("a").get(id)).isEqualTo(bytes("at " + id)));
        ILLEGAL_IDS.forEach(id ->
                assertThatThrownBy(() -> commit.sourcePosition(id, bytes("x"))).isInstanceOf(RefusedException.class));
    }

    /**
     * No call on one query changes another, whatever their names have in common. On failure check key prefixes, range
     * deletes and scans: the end of one query's range is the start of the next one's.
     */
    @Test
    default void c06_noCallOnOneQuery_changesAnother() {
        LiveResultsStore store = bench().store();
        List<String> neighbours = List.of("a", "a\0", "a\0b", "ab", "b", "a\uffff");
        for (String id : neighbours) {
            store.commitAll(List.of(
                    ResultCommit.of(id, 1, List.of(put(-1, "last"), put(0, "first")))
                            .outbox(bytes("one"))
                            .sourcePosition("s", bytes(id))
                            .build(),
                    Samples.emission(id, 2)));
        }
        for (Consumer<String> call : callsThatWrite(store)) {
            for (String id : neighbours) {
                Map<String, QueryState> before = statesOf(store, neighbours, id);
                call.accept(id);
                assertThat(statesOf(store, neighbours, id)).isEqualTo(before);
            }
        }
    }

    private static Map<String, QueryState> statesOf(LiveResultsStore store, List<String> ids, String except) {
        Map<String, QueryState> states = new LinkedHashMap<>();
        ids.stream().filter(id -> !id.equals(except)).forEach(id -> states.put(id, QueryState.of(store, id)));
        return states;
    }

    private static List<Consumer<String>> callsThatWrite(LiveResultsStore store) {
        return List.of(
                id -> store.applyMutations(id, List.of(put(0, "changed"), put(5, "x"), Samples.del(-1))),
                id -> store.commit(Samples.emission(id, 3)),
                id -> store.commitAll(Samples.emissions(id, 4, 6)),
                store::clear,
                id -> store.replaceAll(id, new Position(0, 7, 0), RowSource.of(Samples.rows(3))),
                id -> store.reset(id, 9, 2),
                id -> store.drop(id),
                id -> store.applyMutations(id, List.of(put(0, "again"))));
    }
}
