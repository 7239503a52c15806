package io.afterimage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.RowMutation;
import io.afterimage.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MirrorCommandsTest {

    private static final String PEOPLE =
            "[{'id':1,'name':'Ada','city':'London'},{'id':2,'name':'Grace'},{'id':3,'name':'Edsger'}]";

    @TempDir
    private Path directory;

    private final SmallApi api = newApi();

    private static SmallApi newApi() {
        try {
            return new SmallApi();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void serve() {
        api.answering("/people", PEOPLE).answering("/cats", "[{'id':'tom','lives':9}]");
    }

    @AfterEach
    void close() {
        api.close();
    }

    private Path config(String more) {
        String text = """
                sources:
                  people:
                    url: %s
                    resource: people
                  cats:
                    url: %s
                    resource: cats
                %s
                """.formatted(api.url("/people"), api.url("/cats"), more);
        try {
            return Files.writeString(directory.resolve("mirror.yaml"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Outcome sync(String store, String... more) {
        String[] arguments = {
            "mirror", "sync", "--store", store, "--config", config("").toString()
        };
        String[] all = new String[arguments.length + more.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Cli.run(all);
    }

    @ParameterizedTest
    @EnumSource
    void sync_bringsWhatSourcesHave_andOnlyWhatIsNew(Engine engine) {
        String store = engine.url(directory);
        assertThat(sync(store).lines())
                .containsExactly(
                        "SOURCE  RESOURCE  PULLED  APPLIED  SKIPPED",
                        "people  people         3        3        0",
                        "cats    cats           1        1        0",
                        "2 sources, 0 failed: 4 deltas pulled, 4 applied, 0 skipped");
        api.answering("/people", PEOPLE.replace("London", "Paris"));
        JsonNode again = sync(store, "--output", "json").json();
        assertThat(again.path("applied").asInt()).isEqualTo(1);
        assertThat(again.at("/sources/people/resources/people/applied").asInt()).isEqualTo(1);
        assertThat(Cli.run("mirror", "get", "--store", store, "people", "1").out())
                .startsWith("version 2 from people")
                .endsWith("{\"id\":1,\"name\":\"Ada\",\"city\":\"Paris\"}\n");
    }

    @Test
    void sync_ofNamedSources_leavesTheOthersAlone() {
        String store = Engine.SQLITE.url(directory);
        assertThat(sync(store, "cats").out()).contains("1 sources").doesNotContain("people");
        assertThat(Cli.run("mirror", "ls", "--store", store).lines())
                .containsExactly("RESOURCE  RECORDS  EVENTS", "cats            1       1");
        Outcome unknown = sync(store, "dogs");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("There is no such source.", "one of people, cats", "dogs");
    }

    @Test
    void sync_ofASourceThatFails_bringsTheOthers_andExitsWith1() {
        String store = Engine.SQLITE.url(directory);
        api.answering("/people", "{'surprise':true}");
        Outcome outcome = sync(store);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(outcome.err()).startsWith("people: ").doesNotContain("\tat ");
        assertThat(outcome.out())
                .contains("cats    cats           1        1        0")
                .endsWith("2 sources, 1 failed: 1 deltas pulled, 1 applied, 0 skipped\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mirrors: {}                          | Key: mirrors           | follow, mirror, sources, sql",
                "mirror: {tombstone: 1d}              | Key: mirror.tombstone  | tombstones",
                "mirror: {strategy: newest}           | Key: mirror.strategy   | last-write-wins, arrival-order",
                "mirror: {strategies: {people: best}} | strategies.people      | keep-local, merge-json",
                "mirror: {tombstones: soon}           | Key: mirror.tombstones | a duration",
                "mirror: {events: {count: 0}}         | Key: mirror.events.count | a whole number from 1",
                "sql: {maxRows: many}                | Key: sql.maxRows      | a whole number",
                "follow: 5s                           | Key: follow            | a mapping",
            })
    void configuration_thatCannotBeUsed_isRefusedBeforeAnythingIsOpened(String yaml, String key, String expected)
            throws IOException {
        Path file = config(yaml);
        Outcome outcome =
                Cli.run("mirror", "sync", "--store", Engine.SQLITE.url(directory), "--config", file.toString());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("mirror.yaml", key, expected);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: carrier-pigeon                    | Key: sources.dogs.type          | one of http, jdbc, ndjson",
                "resource: dogs                          | Key: sources.dogs.url           | Expected: a text",
                "url: dogs                               | Key: sources.dogs               | dogs",
                "resorce: dogs                           | Key: sources.dogs.resorce       | resource",
                "paging: {style: pages}                  | sources.dogs.paging.style       | numbered",
                "paging: {style: cursor, at: /next}      | sources.dogs.paging.parameter   | a text",
                "paging: {style: single, size: 3}        | sources.dogs.paging.size        | unknown key",
                "bearer: abc                             | Key: sources.dogs.bearer        | plain sight",
                "bearer: ${NO_SUCH_VARIABLE_HERE}        | Key: sources.dogs.bearer        | NO_SUCH_VARIABLE_HERE",
                "retry: {attempts: 0}                    | sources.dogs.retry.attempts     | from 1",
                "read: feed                              | Key: sources.dogs               | a feed is followed by cursor",
                "items: not/a/pointer                    | Key: sources.dogs               | not/a/pointer",
            })
    void sourceThatCannotBeUsed_isRefused(String line, String key, String expected) {
        StringBuilder source = new StringBuilder("  dogs:\n    " + line + "\n");
        if (!line.startsWith("resource") && !line.startsWith("url")) {
            source.append("    url: ").append(api.url("/dogs")).append('\n');
        }
        if (!line.startsWith("resource")) {
            source.append("    resource: dogs\n");
        }
        Outcome outcome = Cli.run(
                "mirror",
                "sync",
                "--store",
                Engine.SQLITE.url(directory),
                "--config",
                config(source.toString()).toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains(key, expected).doesNotContain("\tat ", "abc");
    }

    @Test
    void sync_readsTablesAndFiles() throws IOException {
        String store = Engine.SQLITE.url(directory);
        Path deltas = Files.writeString(directory.resolve("deltas.ndjson"), """
                {"resource":"dogs","record_id":"rex","op":"upsert","payload":{"age":3},"occurred_at":"2026-01-01T00:00:00Z","provenance":{"source":"file"}}
                """);
        Path file = config("""
                  tracks:
                    type: jdbc
                    url: jdbc:hsqldb:res:chinook
                    user: SA
                    resource: tracks
                    table: [chinook, Track]
                    key: TrackId
                    version: TrackId
                    columns: [TrackId, Name, UnitPrice]
                  dogs:
                    type: ndjson
                    file: %s
                """.formatted(deltas));
        Outcome outcome = Cli.run("mirror", "sync", "--store", store, "--config", file.toString(), "tracks", "dogs");
        assertThat(outcome.out()).as(outcome.err()).contains("3,504 deltas pulled, 3,504 applied");
        assertThat(Cli.run("mirror", "get", "--store", store, "dogs", "rex").out())
                .endsWith("{\"age\":3}\n");
        assertThat(Cli.run(
                                "mirror",
                                "sql",
                                "SELECT count(*) AS n FROM mirror_records WHERE payload ->> '$.UnitPrice' > 1",
                                "--store",
                                store)
                        .lines())
                .containsExactly("  n", "213");
        config("  tracks: {type: jdbc, url: x, resource: t, table: T, password: hunter2}");
        assertThat(Cli.run("mirror", "sync", "--config", file.toString()).err())
                .contains("plain sight")
                .doesNotContain("hunter2");
    }

    @Test
    void configuration_thatIsNotThere_isRefused() {
        Outcome outcome = Cli.run(
                "mirror", "sync", "--config", directory.resolve("absent").toString());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("The configuration cannot be read.", "absent");
        assertThat(Cli.run("mirror", "sync").err()).contains("--config");
        assertThat(Cli.run("mirror").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @EnumSource
    void sql_answersInEachFormat(Engine engine) {
        String store = engine.url(directory);
        sync(store);
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
    void sql_showsWhatWasSyncedMeanwhile_andQuotesWhatItMust() {
        String store = Engine.ROCKSDB.url(directory);
        sync(store);
        String question =
                "SELECT name, 'a,\"b\"' AS quoted, '' AS empty, NULL AS none, 1.5 AS real, count(*) OVER () AS n"
                        + " FROM mirror_resources ORDER BY 1";
        assertThat(Cli.run("mirror", "sql", question, "--store", store, "--output", "csv")
                        .out())
                .isEqualTo("name,quoted,empty,none,real,n\r\n"
                        + "cats,\"a,\"\"b\"\"\",\"\",,1.5,2\r\npeople,\"a,\"\"b\"\"\",\"\",,1.5,2\r\n");
        api.answering("/cats", "[]");
        sync(store);
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
    void sql_thatIsNotAllowedOrUnderstood_isRefused(String question) {
        String store = Engine.SQLITE.url(directory);
        sync(store);
        Outcome outcome = Cli.run("mirror", "sql", question, "--store", store);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isNotBlank().doesNotContain("\tat ");
        assertThat(Cli.run("mirror", "sql", "SELECT count(*) AS n FROM mirror_records", "--store", store)
                        .lines())
                .containsExactly("n", "4");
    }

    @Test
    void sql_isLimitedByTheConfiguration() {
        String store = Engine.SQLITE.url(directory);
        sync(store);
        Outcome outcome = Cli.run(
                "mirror",
                "sql",
                "SELECT * FROM mirror_records",
                "--store",
                store,
                "--config",
                config("sql: {maxRows: 2}").toString());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("rows");
    }

    @ParameterizedTest
    @EnumSource
    void getLsEventsCursors_showWhatIsThere(Engine engine) {
        String store = engine.url(directory);
        sync(store);
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
    void ls_goesPageByPage() {
        String store = Engine.SQLITE.url(directory);
        sync(store);
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
    void events_goOnAfterANumber_andTellWhatIsGone() {
        String store = Engine.SQLITE.url(directory);
        sync(store);
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
    void events_thatRetentionHasDropped_areAGap() {
        String store = Engine.SQLITE.url(directory);
        for (String city : List.of("Rome", "Oslo", "Bonn")) {
            api.answering("/people", PEOPLE.replace("London", city));
            Cli.run(
                    "mirror",
                    "sync",
                    "--store",
                    store,
                    "--config",
                    config("mirror: {events: {count: 1}}").toString());
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
    void rebuild_makesTheSameMirror_onTheOtherEngine(Engine engine) {
        String store = engine.url(directory);
        sync(store);
        api.answering("/people", PEOPLE.replace("London", "Paris"));
        sync(store);
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
    void storeWithoutAMirror_isSaidToHaveNone(Engine engine) {
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
    void help_ofEachCommand_isPrinted(String command) {
        Outcome outcome = Cli.run("mirror", command, "--help");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.out())
                .startsWith("Usage: afterimage mirror " + command)
                .contains("--output=FORMAT");
        assertThat(Cli.run("mirror", "--help").out()).contains(command);
    }
}
