package io.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class MirrorSyncTest {

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
    void sync_bringsWhatSourcesHave_andOnlyWhatIsNew(Engine engine) throws IOException {
        String store = engine.url(directory);
        assertThat(shop().sync(store).lines())
                .containsExactly(
                        "SOURCE  RESOURCE  PULLED  APPLIED  SKIPPED",
                        "people  people         3        3        0",
                        "cats    cats           1        1        0",
                        "2 sources, 0 failed: 4 deltas pulled, 4 applied, 0 skipped");
        shop().adaMovesTo("Paris");
        JsonNode again = shop().sync(store, "--output", "json").json();
        assertThat(again.path("applied").asInt()).isEqualTo(1);
        assertThat(again.at("/sources/people/resources/people/applied").asInt()).isEqualTo(1);
        assertThat(Cli.run("mirror", "get", "--store", store, "people", "1").out())
                .startsWith("version 2 from people")
                .endsWith("{\"id\":1,\"name\":\"Ada\",\"city\":\"Paris\"}\n");
    }

    @Test
    void sync_ofNamedSources_leavesTheOthersAlone() throws IOException {
        String store = Engine.SQLITE.url(directory);
        assertThat(shop().sync(store, "cats").out()).contains("1 sources").doesNotContain("people");
        assertThat(Cli.run("mirror", "ls", "--store", store).lines())
                .containsExactly("RESOURCE  RECORDS  EVENTS", "cats            1       1");
        Outcome unknown = shop().sync(store, "dogs");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("There is no such source.", "one of people, cats", "dogs");
    }

    @Test
    void sync_ofASourceThatFails_bringsTheOthers_andExitsWith1() throws IOException {
        String store = Engine.SQLITE.url(directory);
        shop().api().answering("/people", "{'surprise':true}");
        Outcome outcome = shop().sync(store);
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
        Path file = shop().config(yaml);
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
    void sourceThatCannotBeUsed_isRefused(String line, String key, String expected) throws IOException {
        StringBuilder source = new StringBuilder("  dogs:\n    " + line + "\n");
        if (!line.startsWith("resource") && !line.startsWith("url")) {
            source.append("    url: ").append(shop().api().url("/dogs")).append('\n');
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
                shop().config(source.toString()).toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains(key, expected).doesNotContain("\tat ", "abc");
    }

    @Test
    void sync_readsTablesAndFiles() throws IOException {
        String store = Engine.SQLITE.url(directory);
        Path deltas = Files.writeString(directory.resolve("deltas.ndjson"), """
                {"resource":"dogs","record_id":"rex","op":"upsert","payload":{"age":3},"occurred_at":"2026-01-01T00:00:00Z","provenance":{"source":"file"}}
                """);
        Path file = shop().config("""
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
        shop().config("  tracks: {type: jdbc, url: x, resource: t, table: T, password: hunter2}");
        assertThat(Cli.run("mirror", "sync", "--config", file.toString()).err())
                .contains("plain sight")
                .doesNotContain("hunter2");
    }

    @Test
    void configuration_thatIsNotThere_isRefused() throws IOException {
        Outcome outcome = Cli.run(
                "mirror", "sync", "--config", directory.resolve("absent").toString());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("The configuration cannot be read.", "absent");
        assertThat(Cli.run("mirror", "sync").err()).contains("--config");
        assertThat(Cli.run("mirror").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
