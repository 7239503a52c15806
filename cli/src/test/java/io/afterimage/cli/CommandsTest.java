package io.afterimage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.QueryId;
import io.afterimage.RowMutation;
import io.afterimage.cli.Cli.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandsTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void ls_listsQueries(Engine engine) {
        String store = flights(engine);
        assertThat(Cli.run("ls", "--store", store, "--output", "json").out())
                .isEqualTo("[{\"query\":\"airborne\",\"rows\":2,\"generation\":1,\"sequence\":5},"
                        + "{\"query\":\"delays-by-origin\",\"rows\":2,\"generation\":1,\"sequence\":3}]\n");
        assertThat(Cli.run("ls", "--store", store).lines())
                .containsExactly(
                        "QUERY             ROWS  GENERATION  SEQUENCE",
                        "airborne             2           1         5",
                        "delays-by-origin     2           1         3");
    }

    @ParameterizedTest
    @EnumSource
    void ls_leavesOutWhatAfterimageKeepsForItself_unlessAsked(Engine engine) {
        String store = flights(engine);
        try (LiveResultsStore writer = writer(store)) {
            writer.reset(QueryId.INTERNAL_PREFIX + "checkpoints/audit", 0, 0);
        }
        assertThat(Cli.run("ls", "--store", store, "--output", "json").json()).hasSize(2);
        assertThat(Cli.run("ls", "--store", store, "--all", "--output", "json").json())
                .hasSize(3);
        assertThat(Cli.run("ls", "--store", store, "--all").out()).contains("checkpoints/audit");
    }

    @ParameterizedTest
    @EnumSource
    void count_printsTheBareNumber(Engine engine) {
        String store = flights(engine);
        assertThat(Cli.run("count", "--store", store, "--query", Flights.AIR)).isEqualTo(new Outcome(0, "2\n", ""));
        assertThat(Cli.run("count", "--store", store, "--query", Flights.AIR, "--output", "json")
                        .out())
                .isEqualTo("{\"query\":\"airborne\",\"rows\":2}\n");
        Outcome unknown = Cli.run("count", "--store", store, "--query", "nobody");
        assertThat(unknown.out()).isEqualTo("0\n");
        assertThat(unknown.err()).contains("The store does not know the query.");
    }

    @ParameterizedTest
    @EnumSource
    void snapshot_printsEachFormat(Engine engine) {
        String store = flights(engine);
        List<String> lines =
                Cli.run("snapshot", "--store", store, "--query", Flights.DELAYS).lines();
        assertThat(lines)
                .containsExactly(
                        "{\"signature\":\"3669083779228120158\",\"row\":{\"origin\":\"LAS\",\"flights\":2,\"worst\":4}}",
                        "{\"signature\":\"17143463334714086683\",\"row\":{\"origin\":\"DTW\",\"flights\":1,\"worst\":66}}");
        assertThat(Cli.run("snapshot", "--store", store, "--query", Flights.DELAYS, "--output", "json")
                        .out())
                .isEqualTo("{\"query\":\"delays-by-origin\",\"position\":{\"generation\":1,\"sequence\":3},\"rows\":["
                        + String.join(",", lines) + "]}\n");
        assertThat(Cli.run("snapshot", "--store", store, "--query", Flights.DELAYS, "--output", "table")
                        .lines())
                .containsExactly(
                        "           SIGNATURE  ROW",
                        " 3669083779228120158  {\"origin\":\"LAS\",\"flights\":2,\"worst\":4}",
                        "17143463334714086683  {\"origin\":\"DTW\",\"flights\":1,\"worst\":66}");
        assertThat(Cli.run("snapshot", "--store", store, "--query", "nobody", "--output", "json")
                        .out())
                .isEqualTo("{\"query\":\"nobody\",\"position\":{\"generation\":0,\"sequence\":0},\"rows\":[]}\n");
    }

    @ParameterizedTest
    @EnumSource
    void snapshot_ofRowsThatAreNotJson_losesNothing(Engine engine) {
        String store = engine.url(directory);
        List<byte[]> rows = List.of(
                new byte[0],
                new byte[] {0, 1, (byte) 0xFF},
                "{\n \"a\":\r\n1}".getBytes(UTF_8),
                "{\"a\":1} {\"b\":2}".getBytes(UTF_8),
                "text".getBytes(UTF_8),
                "7 ".getBytes(UTF_8));
        try (LiveResultsStore writer = writer(store)) {
            for (int i = 0; i < rows.size(); i++) {
                writer.applyMutations("q\n\"ü", List.of(RowMutation.upsert(i - 3, rows.get(i))));
            }
        }
        assertThat(Cli.run("snapshot", "--store", store, "--query", "q\n\"ü").lines())
                .containsExactly(
                        "{\"signature\":\"0\",\"rowBase64\":\"eyJhIjoxfSB7ImIiOjJ9\"}",
                        "{\"signature\":\"1\",\"rowBase64\":\"dGV4dA==\"}",
                        "{\"signature\":\"2\",\"row\":7 }",
                        "{\"signature\":\"18446744073709551613\",\"rowBase64\":\"\"}",
                        "{\"signature\":\"18446744073709551614\",\"rowBase64\":\"AAH/\"}",
                        "{\"signature\":\"18446744073709551615\",\"row\":{  \"a\":  1}}");
        JsonNode document = Cli.run("snapshot", "--store", store, "--query", "q\n\"ü", "--output", "json")
                .json();
        assertThat(document.get("rows")).hasSize(6);
        assertThat(document.get("query").asString()).isEqualTo("q\n\"ü");
        assertThat(Cli.run("ls", "--store", store).out()).contains("q\\u000a\"ü");
    }

    @ParameterizedTest
    @EnumSource
    void clearAndDrop_needConsent(Engine engine) {
        String store = flights(engine);
        for (String command : List.of("clear", "drop")) {
            Outcome asked = Cli.run(command, "--store", store, "--query", Flights.AIR);
            assertThat(asked.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(asked.err()).contains("Nothing was removed.", "2 rows", "--yes");
        }
        Outcome cleared = Cli.run("clear", "--store", store, "--query", Flights.AIR, "--yes", "--output", "json");
        assertThat(cleared.out())
                .isEqualTo("{\"query\":\"airborne\",\"rows\":0,\"generation\":1,\"sequence\":5,\"removed\":2}\n");
        assertThat(Cli.run("clear", "--store", store, "--query", Flights.DELAYS, "--yes")
                        .out())
                .startsWith("2 rows removed");
        assertThat(Cli.run("drop", "--store", store, "--query", Flights.AIR, "--yes", "--output", "json")
                        .out())
                .isEqualTo("{\"query\":\"airborne\",\"dropped\":true,\"removed\":0}\n");
        assertThat(Cli.run("drop", "--store", store, "--query", Flights.AIR, "--yes")
                        .out())
                .isEqualTo("nothing to drop\n");
        assertThat(Cli.run("ls", "--store", store, "--output", "json").json()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void verify_saysWhatItChecked(Engine engine) {
        String store = flights(engine);
        Outcome text = Cli.run("verify", "--store", store);
        assertThat(text.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(text.out()).contains("airborne: whole", "checked: 2 rows").endsWith("verified: no problem\n");
        JsonNode one = Cli.run("verify", "--store", store, "--query", Flights.AIR, "--output", "json")
                .json();
        assertThat(one.get("passed").asBoolean()).isTrue();
        assertThat(one.get("parts")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void copy_bringsRowsAndPosition_toTheOtherEngineAndBack(Engine engine) {
        String store = flights(engine);
        Engine other = engine == Engine.ROCKSDB ? Engine.SQLITE : Engine.ROCKSDB;
        String copy = other.url(directory, "copy");
        String back = engine.url(directory, "back");
        assertThat(Cli.run("copy", store, copy, "--output", "json").out())
                .isEqualTo("{\"queries\":{\"airborne\":{\"rows\":2,\"generation\":1,\"sequence\":5},"
                        + "\"delays-by-origin\":{\"rows\":2,\"generation\":1,\"sequence\":3}}}\n");
        assertThat(Cli.run("copy", copy, back).exitCode()).isZero();
        assertThat(Cli.run("diff", store, copy, "--output", "json")
                        .json()
                        .get("equal")
                        .asBoolean())
                .isTrue();
        assertThat(Cli.run("diff", store, back)).isEqualTo(new Outcome(0, "equal: 4 rows compared\n", ""));
        assertThat(Cli.run("copy", store, copy).exitCode()).as("again").isZero();
        assertThat(Cli.run("diff", store, copy).exitCode()).isZero();
        assertThat(Cli.runWithInput(Flights.bytes(), "ingest", "--store", copy, "--output", "json", "-")
                        .json()
                        .get("applied")
                        .asInt())
                .isZero();
        try (LiveResultsStore original = Stores.onAllEngines().openReader(StoreUrl.parse(store));
                LiveResultsStore copied = Stores.onAllEngines().openReader(StoreUrl.parse(copy))) {
            assertThat(copied.sourcePositions(Flights.AIR))
                    .containsOnlyKeys("afterimage.identity")
                    .containsEntry(
                            "afterimage.identity",
                            original.sourcePositions(Flights.AIR).get("afterimage.identity"));
        }
        assertThat(Cli.run("copy", store, store).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @EnumSource
    void copy_ontoALaterPosition_beginsANewGeneration_andSaysSo(Engine engine) {
        String store = flights(engine);
        String target = engine.url(directory, "target");
        try (LiveResultsStore writer = writer(target)) {
            writer.reset(Flights.AIR, 0, 100);
        }
        Outcome outcome = Cli.run("copy", store, target, "--query", Flights.AIR);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).contains("new generation");
        assertThat(Cli.run("ls", "--store", target, "--output", "json").out())
                .isEqualTo("[{\"query\":\"airborne\",\"rows\":2,\"generation\":2,\"sequence\":5}]\n");
        assertThat(Cli.run("diff", store, target, "--query", Flights.AIR, "--rows-only")
                        .exitCode())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void diff_namesTheFirstDifferences_andCountsAll(Engine engine) {
        String store = flights(engine);
        String other = engine.url(directory, "other");
        Cli.run("copy", store, other);
        try (LiveResultsStore writer = writer(other)) {
            writer.applyMutations(
                    Flights.AIR,
                    List.of(
                            RowMutation.upsert(5128515847722543707L, "{}".getBytes(UTF_8)),
                            RowMutation.delete(7667508098906515075L),
                            RowMutation.upsert(-1, new byte[] {1})));
            writer.drop(Flights.DELAYS);
        }
        Outcome all = Cli.run("diff", store, other);
        assertThat(all.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(all.lines())
                .hasSize(7)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("airborne, row 5128515847722543707: changed: A {")
                        .endsWith("; B {}"))
                .anySatisfy(line -> assertThat(line).startsWith("airborne, row 7667508098906515075: only in A: A {"))
                .contains("airborne, row 18446744073709551615: only in B: B base64:AQ==")
                .contains("delays-by-origin: position: A generation 1, sequence 3, config 0; B unknown query")
                .contains("different: 5 rows compared, 3 only in A, 1 only in B, 1 changed, 1 positions");
        assertThat(Cli.run("diff", store, other, "--limit", "1").lines()).hasSize(2);
        JsonNode document = Cli.run("diff", store, other, "--output", "json").json();
        assertThat(document.get("equal").asBoolean()).isFalse();
        assertThat(document.get("differences")).hasSize(6);
        assertThat(Cli.run("diff", store, other, "--query", "nobody").exitCode())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void fill_writesTheSameRowsFromTheSameSeed(Engine engine) {
        String a = engine.url(directory, "a");
        String b = engine.url(directory, "b");
        for (String store : List.of(a, b)) {
            assertThat(Cli.run("fill", "--store", store, "--query", "q", "--rows", "12345", "--row-bytes", "80")
                            .exitCode())
                    .isZero();
        }
        assertThat(Cli.run("diff", a, b).out()).isEqualTo("equal: 12,345 rows compared\n");
        List<String> rows = Cli.run("snapshot", "--store", a, "--query", "q").lines();
        assertThat(rows)
                .hasSize(12_345)
                .allSatisfy(row -> assertThat(
                                JsonMapper.shared().readTree(row).get("row").toString())
                        .hasSize(80));
        assertThat(Cli.run("fill", "--store", b, "--query", "q", "--rows", "5", "--seed", "2", "--output", "json")
                        .out())
                .isEqualTo("{\"query\":\"q\",\"rows\":12350,\"generation\":1,\"sequence\":3}\n");
    }

    @ParameterizedTest
    @EnumSource
    void storeThatIsHeld_isReadBesideItsWriter_andRefusesASecondOne(Engine engine) {
        String store = flights(engine);
        try (LiveResultsStore writer = writer(store)) {
            assertThat(writer.rowCount(Flights.AIR)).isEqualTo(2);
            assertThat(Cli.run("count", "--store", store, "--query", Flights.AIR)
                            .out())
                    .isEqualTo("2\n");
            Outcome second = Cli.runWithInput(Flights.bytes(), "ingest", "--store", store, "-");
            assertThat(second.exitCode()).isEqualTo(ExitCode.STORE_ERROR);
            assertThat(second.err())
                    .contains("process " + ProcessHandle.current().pid());
        }
    }

    private String flights(Engine engine) {
        String store = engine.url(directory);
        assertThat(Cli.runWithInput(Flights.bytes(), "ingest", "--store", store, "-")
                        .exitCode())
                .isZero();
        return store;
    }

    private static LiveResultsStore writer(String store) {
        return Stores.onAllEngines().openWriter(StoreUrl.parse(store), Durability.PROCESS_CRASH);
    }
}
