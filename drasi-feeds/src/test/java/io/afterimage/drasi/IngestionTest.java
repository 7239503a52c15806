package io.afterimage.drasi;

import static io.afterimage.drasi.Lines.add;
import static io.afterimage.drasi.Lines.change;
import static io.afterimage.drasi.Lines.control;
import static io.afterimage.drasi.Lines.delete;
import static io.afterimage.drasi.Lines.result;
import static io.afterimage.drasi.Lines.rows;
import static io.afterimage.drasi.Lines.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What lines do to a store, and that the same lines do nothing the second time. */
class IngestionTest {

    private final LiveResultsStore store = new InMemoryLiveResultsStore();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void signatures_identifyRows_andAnUpdateIsAnUpsert() {
        List<String> lines = List.of(
                result("q", 1, add("{\"id\":1}", "18446744073709551615"), add("{\"id\":2}", "2")),
                result("q", 2, update("{\"id\":9}", "{\"id\":3.0}", "2"), "{\"type\":\"noop\"}"),
                result("q", 3, delete("{\"id\":1}", "18446744073709551615"), update("{}", "{\"new\":1}", "4")));
        applyTwice(lines, 3);
        assertThat(rows(store, "q"))
                .hasSize(2)
                .containsEntry("2", "{\"id\":3.0}")
                .containsEntry("4", "{\"new\":1}");
        assertThat(store.position("q")).isEqualTo(new Position(1, 3, 0));
    }

    @Test
    void diffsOfAQueryResult_applyInTheirOrder() {
        applyTwice(
                List.of(result(
                        "q", 1, add("1", "7"), delete("1", "7"), add("2", "8"), delete("2", "8"), add("3", "8"))),
                1);
        assertThat(rows(store, "q")).containsExactly(java.util.Map.entry("8", "3"));
    }

    @Test
    void platformEvent_deletesFirst_soDeleteAndAddOfOneKeyLeavesTheRow() {
        applyTwice(
                List.of(
                        change("q", 1, "{\"k\":1,\"v\":1}", "", ""),
                        change("q", 2, "{\"k\":1,\"v\":2}", "", "{\"k\":1,\"v\":1}")),
                2,
                "k");
        assertThat(rows(store, "q").values()).containsExactly("{\"k\":1,\"v\":2}");
    }

    @Test
    void keyColumns_moveARowWhoseKeyChanged() {
        applyTwice(
                List.of(
                        result("q", 1, add("{\"k\":30,\"v\":1}", "0")),
                        result("q", 2, update("{\"k\":3e1,\"v\":1}", "{\"k\":31,\"v\":1}", "0"))),
                2,
                "k");
        assertThat(rows(store, "q").values()).containsExactly("{\"k\":31,\"v\":1}");
    }

    @Test
    void rowsThatSwapTheirKeysInOneEmission_areBothKept() {
        String a = "{\"k\":\"a\",\"v\":1}";
        String b = "{\"k\":\"b\",\"v\":2}";
        String aMoved = "{\"k\":\"b\",\"v\":1}";
        String bMoved = "{\"k\":\"a\",\"v\":2}";
        applyTwice(
                List.of(
                        result("q", 1, add(a, "0"), add(b, "0")),
                        result("q", 2, update(a, aMoved, "0"), update(b, bMoved, "0")),
                        change("p", 1, a + "," + b, "", ""),
                        change(
                                "p",
                                2,
                                "",
                                "{\"before\":" + a + ",\"after\":" + aMoved + "},{\"before\":" + b + ",\"after\":"
                                        + bMoved + "}",
                                "")),
                4,
                "k");
        assertThat(rows(store, "q").values()).containsExactlyInAnyOrder(aMoved, bMoved);
        assertThat(rows(store, "p")).isEqualTo(rows(store, "q"));
    }

    @Test
    void rowThatMovesTwiceInOneEmission_isThereOnce() {
        applyTwice(
                List.of(result(
                        "q",
                        1,
                        add("{\"k\":1}", "0"),
                        update("{\"k\":1}", "{\"k\":2}", "0"),
                        update("{\"k\":2}", "{\"k\":3}", "0"))),
                1,
                "k");
        assertThat(rows(store, "q").values()).containsExactly("{\"k\":3}");
    }

    @Test
    void groupingKeys_inBothSpellings_identifyRows_alsoThoseThatComeWithout() {
        applyTwice(
                List.of(
                        change(
                                "q",
                                1,
                                "",
                                "{\"before\":null,\"after\":{\"b\":\"x\",\"n\":1},\"grouping_keys\":[\"b\"]}",
                                ""),
                        change(
                                "q",
                                2,
                                "",
                                "{\"before\":null,\"after\":{\"b\":\"y\",\"n\":1},\"groupingKeys\":[\"b\"]}",
                                ""),
                        change("q", 3, "", "", "{\"b\":\"x\",\"n\":1}"),
                        change("global", 1, "", "{\"after\":{\"n\":1},\"grouping_keys\":[]}", ""),
                        change("global", 2, "", "{\"before\":{\"n\":1},\"after\":{\"n\":2},\"grouping_keys\":[]}", "")),
                5);
        assertThat(rows(store, "q").values()).containsExactly("{\"b\":\"y\",\"n\":1}");
        assertThat(rows(store, "global").values()).containsExactly("{\"n\":2}");
    }

    @Test
    void rowWithoutIdentity_isRefused_sayingWhatToPass() {
        assertThatThrownBy(() -> apply(List.of(result("q", 1, add("{\"k\":1}", "0")))))
                .isInstanceOf(UnusableLineException.class)
                .hasMessageContaining("Line 1")
                .hasMessageContaining("--key COL");
    }

    @Test
    void kindsOfIdentity_areNotMixed_alsoNotInALaterRun() {
        apply(List.of(result("q", 1, add("{\"k\":1}", "0"))), "k");
        String signed = result("q", 2, add("{\"k\":2}", "5"));
        assertThatThrownBy(() -> apply(List.of(signed), "k")).hasMessageContaining("one way only");
        assertThatThrownBy(() -> apply(List.of(signed))).hasMessageContaining("key columns [k]");
        assertThatThrownBy(() -> apply(List.of(result("q", 2, add("{\"k\":1,\"j\":1}", "0"))), "j"))
                .hasMessageContaining("key columns [j]");
        apply(List.of(result("q", 2, add("{\"k\":2}", "0"))));
        assertThat(store.rowCount("q")).isEqualTo(2);
        assertThatThrownBy(() -> apply(List.of(result("r", 1, add("{\"k\":2}", "1"), add("{\"k\":2}", "0"))), "k"))
                .hasMessageContaining("row_signature");
        assertThat(store.position("r")).isEqualTo(Position.NONE);
    }

    @Test
    void gap_stops_andEverythingBeforeItIsCommitted() {
        List<String> lines = List.of(
                result("q", 1, add("1", "1")),
                result("r", 1, add("1", "1")),
                result("q", 3, add("3", "3")),
                result("q", 4, add("4", "4")));
        Ingestion ingestion = ingestion(Ingestion.Gaps.REFUSED);
        assertThatThrownBy(() -> Lines.applyAll(ingestion, lines))
                .isInstanceOf(MissingEmissionsException.class)
                .hasMessageContaining("Query: q. Line: 3. Expected: sequence 2. Found: sequence 3.");
        ingestion.flush();
        assertThat(store.position("q").sequence()).isEqualTo(1);
        assertThat(store.rowCount("r")).isEqualTo(1);
        Ingestion tolerant = ingestion(Ingestion.Gaps.ALLOWED);
        Lines.applyAll(tolerant, lines);
        assertThat(tolerant.applied()).isEqualTo(2);
        assertThat(store.position("q").sequence()).isEqualTo(4);
    }

    @Test
    void unusableLine_isNotHalfApplied() {
        Ingestion ingestion = ingestion(Ingestion.Gaps.REFUSED);
        assertThatThrownBy(() -> Lines.applyAll(
                        ingestion,
                        List.of(
                                result("q", 1, add("1", "1")),
                                result("q", 2, add("2", "2"), "{\"type\":\"MERGE\"}"),
                                result("q", 3, add("3", "3")))))
                .hasMessageStartingWith("Line 2 cannot be applied.");
        ingestion.flush();
        assertThat(rows(store, "q")).containsOnlyKeys("1");
    }

    @Test
    void rowThatTheStoreRefuses_isNamedByItsLine_thoseBeforeItAreCommitted() {
        LiveResultsStore small = InMemoryLiveResultsStore.with().maxRowBytes(10).open();
        Ingestion ingestion = new Ingestion(small, null, IdentityRule.asItComes(), Ingestion.Gaps.REFUSED);
        assertThatThrownBy(() -> Lines.applyAll(
                        ingestion,
                        List.of(
                                result("q", 1, add("1", "1")),
                                result("q", 2, add("\"" + "x".repeat(10) + "\"", "2")),
                                result("q", 3, add("3", "3")))))
                .isInstanceOf(UnusableLineException.class)
                .hasMessageStartingWith("Line 2 cannot be applied.");
        assertThat(rows(small, "q")).containsOnlyKeys("1");
        small.close();
    }

    @Test
    void controlEvents_consumeNumbers_andBootstrapWipes() {
        List<String> lines = List.of(
                control("q", 1, "bootstrapStarted", "100"),
                change("q", 2, "{\"k\":1}", "", ""),
                change("q", 3, "", "", ""),
                control("q", 4, "bootstrapCompleted", "101"),
                control("q", 5, "running", "102"),
                change("q", 6, "{\"k\":2}", "", ""),
                control("q", 9, "bootstrapStarted", "200"),
                change("q", 10, "{\"k\":3}", "", ""));
        applyTwice(lines, 8, "k");
        assertThat(rows(store, "q").values()).containsExactly("{\"k\":3}");
        assertThat(store.position("q")).isEqualTo(new Position(2, 10, 0));
    }

    @Test
    void bootstrapWithALowerSequence_isANewLife_andTheWholeInputAgainChangesNothing() {
        List<String> lines = new ArrayList<>();
        lines.add(control("q", 1, "bootstrapStarted", "100"));
        for (int i = 2; i <= 20; i++) {
            lines.add(change("q", i, "{\"k\":" + i + "}", "", ""));
        }
        lines.add(control("q", 1, "bootstrapStarted", "200"));
        lines.add(change("q", 2, "{\"k\":102}", "", ""));
        lines.add(change("q", 3, "{\"k\":103}", "", ""));
        applyTwice(lines, lines.size(), "k");
        assertThat(rows(store, "q")).hasSize(2);
        assertThat(store.position("q")).isEqualTo(new Position(2, 3, 0));

        apply(List.of(change("q", 4, "{\"k\":104}", "", "")), "k");
        assertThat(store.rowCount("q")).isEqualTo(3);
    }

    @Test
    void bootstrapThatFollowsThePresentLife_isANewOne_whateverItsClockSays() {
        apply(List.of(control("q", 1, "bootstrapStarted", "200"), change("q", 2, "{\"k\":1}", "", "")), "k");
        apply(List.of(change("q", 3, "{\"k\":2}", "", ""), control("q", 1, "bootstrapStarted", "100")), "k");
        assertThat(store.position("q")).isEqualTo(new Position(2, 1, 0));
        assertThat(store.rowCount("q")).isZero();
    }

    @Test
    void bootstrapWithoutATime_isToldByItsNumber() {
        applyTwice(
                List.of(
                        control("q", 1, "bootstrapStarted", "null"),
                        change("q", 2, "{\"k\":1}", "", ""),
                        control("q", 3, "bootstrapStarted", "null"),
                        change("q", 4, "{\"k\":2}", "", "")),
                4,
                "k");
        assertThat(rows(store, "q").values()).containsExactly("{\"k\":2}");
    }

    @Test
    void bootstrapCutOffBetweenItsTwoWrites_isFinished() {
        List<String> lines = List.of(control("q", 7, "bootstrapStarted", "100"), change("q", 8, "{\"k\":1}", "", ""));
        store.applyMutations("q", List.of(io.afterimage.RowMutation.upsert(1, new byte[0])));
        store.reset("q", 0, 6); // the first of the two
        apply(lines, "k");
        assertThat(store.position("q")).isEqualTo(new Position(2, 8, 0));
    }

    @Test
    void linesOfAnEarlierLifeThatCannotBeTold_areRefused() {
        List<String> earlier = List.of(
                change("q", 1, "{\"k\":1}", "", ""),
                change("q", 2, "{\"k\":2}", "", ""),
                change("q", 3, "{\"k\":3}", "", ""));
        apply(earlier, "k");
        apply(List.of(control("q", 1, "bootstrapStarted", "100"), change("q", 2, "{\"k\":9}", "", "")), "k");
        assertThatThrownBy(() -> apply(earlier, "k"))
                .hasMessageContaining("Line 3")
                .hasMessageContaining("earlier life");
        assertThat(rows(store, "q").values()).containsExactly("{\"k\":9}");
    }

    @Test
    void deleted_drops_andTheNextLifeIsANewGeneration() {
        List<String> lines = List.of(
                control("q", 1, "bootstrapStarted", "100"),
                change("q", 2, "{\"k\":1}", "", ""),
                control("q", 3, "deleted", "150"));
        apply(lines, "k");
        assertThat(store.queries()).isEmpty();
        apply(lines, "k");
        assertThat(store.queries())
                .as("the whole life is played again, to the same end")
                .isEmpty();

        List<String> recreated = new ArrayList<>(lines);
        recreated.add(control("q", 1, "bootstrapStarted", "200"));
        recreated.add(change("q", 2, "{\"k\":2}", "", ""));
        apply(recreated, "k");
        Position position = store.position("q");
        assertThat(apply(recreated, "k").applied()).isZero();
        assertThat(store.position("q")).isEqualTo(position);
        assertThat(rows(store, "q").values()).containsExactly("{\"k\":2}");
    }

    @Test
    void thousandsOfEmissions_areWrittenTogether_andNoneIsLost() {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= 3_000; i++) {
            lines.add(result("q" + i % 3, (i + 2) / 3, add("{\"n\":" + i + "}", Integer.toString(i))));
        }
        applyTwice(lines, 3_000);
        assertThat(store.queries())
                .allSatisfy(query -> assertThat(query.rowCount()).isEqualTo(1_000));
    }

    /** Applies lines, and applies them again: all are duplicates then, and rows and positions stay. */
    private void applyTwice(List<String> lines, int applied, String... keyColumns) {
        Ingestion first = apply(lines, keyColumns);
        assertThat(first.applied()).isEqualTo(applied);
        assertThat(first.duplicates()).isZero();
        List<Position> positions = first.queries().stream().map(store::position).toList();
        List<Object> before =
                first.queries().stream().<Object>map(id -> rows(store, id)).toList();
        Ingestion second = apply(lines, keyColumns);
        assertThat(second.applied()).isZero();
        assertThat(second.duplicates()).isEqualTo(applied);
        assertThat(first.queries().stream().map(store::position).toList()).isEqualTo(positions);
        assertThat(first.queries().stream().<Object>map(id -> rows(store, id)).toList())
                .isEqualTo(before);
    }

    private Ingestion apply(List<String> lines, String... keyColumns) {
        Ingestion ingestion = ingestion(Ingestion.Gaps.REFUSED, keyColumns);
        Lines.applyAll(ingestion, lines);
        return ingestion;
    }

    private Ingestion ingestion(Ingestion.Gaps gaps, String... keyColumns) {
        return new Ingestion(store, null, Lines.keyedBy(keyColumns), gaps);
    }
}
