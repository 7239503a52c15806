package io.afterimage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.RowMutation;
import io.afterimage.cli.Cli.Outcome;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.sql.SqlFollower;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MirrorCommandsTest {

    @TempDir
    private Path directory;

    private @Nullable PeopleAndCats open;

    @BeforeEach
    void serve() throws IOException {
        open = new PeopleAndCats(directory);
    }

    @AfterEach
    void close() {
        shop().close();
    }

    private PeopleAndCats shop() {
        return Objects.requireNonNull(open);
    }

    @ParameterizedTest
    @EnumSource
    void sql_answersInEachFormat(Engine engine) throws IOException {
        String store = engine.url(directory);
        shop().sync(store);
        String question = "SELECT record_id, payload ->> '$.name' AS name, payload ->> '$.city' AS city"
                + " FROM mirror_records WHERE resource = 'people' ORDER BY 1";
        assertThat(Cli.run("mirror", "sql", question, "--store", store).lines())
                .containsExactly(
                        "record_id  name    city",
                        "1          Ada     London",
                        "2          Grace",
                        "3          Edsger");
        assertThat(Cli.run("mirror", "sql", question, "--store", store, "--output", "csv")
                        .out())
                .isEqualTo("record_id,name,city\r\n1,Ada,London\r\n2,Grace,\r\n3,Edsger,\r\n");
        JsonNode json = Cli.run("mirror", "sql", question, "--store", store, "--output", "json")
                .json();
        assertThat(json.path("count").asInt()).isEqualTo(3);
        assertThat(json.at("/rows/0").toString())
                .isEqualTo("{\"record_id\":\"1\",\"name\":\"Ada\",\"city\":\"London\"}");
        assertThat(json.at("/rows/1/city").isNull()).isTrue();
    }

    @Test
    void sql_showsWhatWasSyncedMeanwhile_andQuotesWhatItMust() throws IOException {
        String store = Engine.ROCKSDB.url(directory);
        shop().sync(store);
        String question =
                "SELECT name, 'a,\"b\"' AS quoted, '' AS empty, NULL AS none, 1.5 AS real, count(*) OVER () AS n"
                        + " FROM mirror_resources ORDER BY 1";
        assertThat(Cli.run("mirror", "sql", question, "--store", store, "--output", "csv")
                        .out())
                .isEqualTo("name,quoted,empty,none,real,n\r\n"
                        + "cats,\"a,\"\"b\"\"\",\"\",,1.5,2\r\npeople,\"a,\"\"b\"\"\",\"\",,1.5,2\r\n");
        shop().api().answering("/cats", "[]");
        shop().sync(store);
        assertThat(Cli.run("mirror", "sql", "SELECT count(*) AS n FROM mirror_records", "--store", store)
                        .lines())
                .containsExactly("n", "4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM mirror_records",
                "WITH x AS (SELECT 1) DELETE FROM mirror_records",
                "SELECT * FROM nowhere",
                "SELECT 1; DROP TABLE mirror_records",
                "ATTACH 'x' AS y",
                "",
            })
    void sql_thatIsNotAllowedOrUnderstood_isRefused(String question) throws IOException {
        String store = Engine.SQLITE.url(directory);
        shop().sync(store);
        Outcome outcome = Cli.run("mirror", "sql", question, "--store", store);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isNotBlank().doesNotContain("\tat ");
        assertThat(Cli.run("mirror", "sql", "SELECT count(*) AS n FROM mirror_records", "--store", store)
                        .lines())
                .containsExactly("n", "4");
    }

    @Test
    void sql_isLimitedByTheConfiguration() throws IOException {
        String store = Engine.SQLITE.url(directory);
        shop().sync(store);
        Outcome outcome = Cli.run(
                "mirror",
                "sql",
                "SELECT * FROM mirror_records",
                "--store",
                store,
                "--config",
                shop().config("sql: {maxRows: 2}").toString());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("rows");
    }

    @ParameterizedTest
    @EnumSource
    void getLsEventsCursors_showWhatIsThere(Engine engine) throws IOException {
        String store = engine.url(directory);
        shop().sync(store);
        assertThat(Cli.run("mirror", "ls", "--store", store, "--output", "json")
                        .json()
                        .at("/1/records")
                        .asInt())
                .isEqualTo(3);
        JsonNode record = Cli.run("mirror", "get", "--store", store, "people", "2", "--output", "json")
                .json();
        assertThat(record.at("/payload/name").asString()).isEqualTo("Grace");
        assertThat(record.path("version").asLong()).isEqualTo(1);
        Outcome absent = Cli.run("mirror", "get", "--store", store, "people", "99");
        assertThat(absent.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(absent.err()).contains("does not hold this record", "people", "99");
        assertThat(Cli.run("mirror", "cursors", "--store", store, "--output", "json")
                        .json())
                .hasSize(2);
        assertThat(Cli.run("mirror", "cursors", "--store", store).lines())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("SOURCE  RESOURCE  UPDATED");
    }

    @Test
    void ls_goesPageByPage() throws IOException {
        String store = Engine.SQLITE.url(directory);
        shop().sync(store);
        Outcome first = Cli.run("mirror", "ls", "--store", store, "people", "--limit", "2");
        assertThat(first.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("{\"resource\":\"people\""));
        assertThat(first.err()).contains("There are more records.");
        String token = first.err().strip().replaceAll(".* ", "");
        Outcome second = Cli.run("mirror", "ls", "--store", store, "people", "--limit", "2", "--page", token);
        assertThat(second.lines()).hasSize(1);
        assertThat(second.err()).isEmpty();
        JsonNode json = Cli.run("mirror", "ls", "--store", store, "people", "--output", "json")
                .json();
        assertThat(json.path("records")).hasSize(3);
        assertThat(json.get("next").isNull()).isTrue();
        assertThat(Cli.run("mirror", "ls", "--store", store, "people", "--page", "x")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(Cli.run("mirror", "ls", "--store", store, "people", "--limit", "0")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void events_goOnAfterANumber_andTellWhatIsGone() throws IOException {
        String store = Engine.SQLITE.url(directory);
        shop().sync(store);
        JsonNode all = Cli.run("mirror", "events", "--store", store, "--output", "json")
                .json();
        assertThat(all.path("events")).hasSize(4);
        assertThat(all.path("position")).isEqualTo(all.path("head"));
        String second = all.at("/events/1/seq").asString();
        Outcome page = Cli.run("mirror", "events", "--store", store, "--after", second, "--limit", "1", "--applied");
        assertThat(page.lines()).hasSize(1);
        assertThat(page.err()).contains("There are more events");
        Outcome ahead = Cli.run("mirror", "events", "--store", store, "--after", "1000");
        assertThat(ahead.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ahead.err()).contains("The log has not come so far.");
    }

    @Test
    void events_thatRetentionHasDropped_areAGap() throws IOException {
        String store = Engine.SQLITE.url(directory);
        for (String city : List.of("Rome", "Oslo", "Bonn")) {
            shop().adaMovesTo(city);
            Cli.run(
                    "mirror",
                    "sync",
                    "--store",
                    store,
                    "--config",
                    shop().config("mirror: {events: {count: 1}}").toString());
        }
        Outcome outcome = Cli.run("mirror", "events", "--store", store);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.GAP);
        assertThat(outcome.err()).contains("The log does not reach back so far.", "Next: say --after");
        String after = outcome.err().replaceAll("(?s).*--after ([0-9]+).*", "$1");
        assertThat(Cli.run("mirror", "events", "--store", store, "--after", after)
                        .exitCode())
                .isEqualTo(ExitCode.DONE);
    }

    @ParameterizedTest
    @EnumSource
    void rebuild_makesTheSameMirror_onTheOtherEngine(Engine engine) throws IOException {
        String store = engine.url(directory);
        shop().sync(store);
        shop().adaMovesTo("Paris");
        shop().sync(store);
        Engine other = engine == Engine.ROCKSDB ? Engine.SQLITE : Engine.ROCKSDB;
        String copy = other.url(directory, "copy");
        Outcome outcome = Cli.run("mirror", "rebuild", store, copy);
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.out()).startsWith("2 resources, 4 records, as event ");
        for (String command : List.of("ls", "cursors", "events", "ls people")) {
            String[] words = ("mirror " + command + " --output json --store").split(" ");
            assertThat(Cli.run(with(words, copy)).out())
                    .as(command)
                    .isEqualTo(Cli.run(with(words, store)).out());
        }
        assertThat(Cli.run("mirror", "rebuild", store, copy).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Cli.run("mirror", "rebuild", store, store).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private static String[] with(String[] words, String last) {
        String[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = last;
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "ls people", "get people 1", "events", "cursors", "sql SELECT"})
    void commandThatReads_neverCreatesAStore(String command) throws IOException {
        for (Engine engine : Engine.values()) {
            Outcome outcome = Cli.run(("mirror " + command + " --store " + engine.url(directory)).split(" "));
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.STORE_ERROR);
            assertThat(outcome.err()).contains("There is no such store.");
        }
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void storeWithoutAMirror_isSaidToHaveNone(Engine engine) throws IOException {
        String store = engine.url(directory);
        try (LiveResultsStore writer =
                Stores.onAllEngines().openWriter(StoreUrl.parse(store), Durability.PROCESS_CRASH)) {
            writer.applyMutations("q", List.of(RowMutation.upsert(1, "{}".getBytes(UTF_8))));
        }
        for (String command : List.of("ls", "events", "cursors", "sql SELECT")) {
            Outcome outcome = Cli.run(("mirror " + command + " --store " + store).split(" "));
            assertThat(outcome.err()).as(command).contains("The store holds no mirror.");
            assertThat(outcome.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "sql", "get", "ls", "events", "cursors", "rebuild", "demo"})
    void help_ofEachCommand_isPrinted(String command) throws IOException {
        Outcome outcome = Cli.run("mirror", command, "--help");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.out())
                .startsWith("Usage: afterimage mirror " + command)
                .contains("--output=FORMAT");
        assertThat(Cli.run("mirror", "--help").out()).contains(command);
    }

    @Test
    void rebuild_ofALogThatWasCut_beginsWithTheRecords() throws IOException {
        String store = Engine.SQLITE.url(directory);
        for (String city : List.of("Rome", "Oslo")) {
            shop().adaMovesTo(city);
            Cli.run(
                    "mirror",
                    "sync",
                    "--store",
                    store,
                    "--config",
                    shop().config("mirror: {events: {count: 1}}").toString());
        }
        Outcome refused = Cli.run("mirror", "rebuild", store, Engine.ROCKSDB.url(directory, "first"));
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("The event log does not reach back far enough.");
        String copy = Engine.ROCKSDB.url(directory, "second");
        assertThat(Cli.run("mirror", "rebuild", "--from-records", store, copy).out())
                .startsWith("2 resources, 4 records");
        assertThat(Cli.run("mirror", "ls", "--store", copy, "people").out())
                .isEqualTo(Cli.run("mirror", "ls", "--store", store, "people").out());
    }

    @Test
    void sql_whoseTablesSomebodyElseKeeps_isAnsweredBesideThem() throws IOException {
        String store = Engine.SQLITE.url(directory);
        shop().sync(store);
        String[] question = {"mirror", "sql", "SELECT count(*) AS n FROM mirror_records", "--store", store};
        assertThat(Cli.run(question).lines()).containsExactly("n", "4");
        try (LiveResultsStore reader = Stores.onAllEngines().openReader(StoreUrl.parse(store));
                MirrorStore mirror = MirrorStore.over(reader).readOnly().open();
                SqlFollower holder = SqlFollower.of(mirror, directory.resolve("store.mirror-sql"))
                        .open()) {
            Outcome beside = Cli.run(question);
            assertThat(beside.lines()).containsExactly("n", "4");
            assertThat(beside.err()).contains("Somebody else is bringing the tables up.");
            assertThat(holder.position()).isEqualTo(mirror.head());
        }
    }
}
