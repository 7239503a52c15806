package io.afterimage.cli;

import static io.afterimage.cli.Cli.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.cli.Cli.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows without signatures, from {@code ingest} to what the other commands print. */
class FedRowsTest {

    private static final String ROW = "{\"room\":\"r1\",\"t\":30.0}";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void equalRows_areCounted_andPrintedOnceWithTheirNumber(Engine engine) {
        String store = engine.url(directory);
        ingest(store, change(1, ROW + "," + ROW + ",7", ""), "--full-row");
        assertThat(run("snapshot", "--store", store, "--query", "q").out())
                .contains("\",\"copies\":2,\"row\":" + ROW + "}\n", "\",\"row\":7}\n")
                .doesNotContain("rowBase64");
        assertThat(run("snapshot", "--store", store, "--query", "q", "--output", "table")
                        .out())
                .contains("2 x " + ROW);
        assertThat(run("count", "--store", store, "--query", "q").out()).contains("2");

        String other = engine.url(directory, "other");
        assertThat(run("copy", store, other).exitCode()).isZero();
        ingest(store, change(2, "", "{\"t\":3e1,\"room\":\"r1\"}"));
        assertThat(run("snapshot", "--store", store, "--query", "q").out()).contains("\",\"row\":" + ROW + "}\n");
        assertThat(run("diff", "--rows-only", store, other).out()).contains("A " + ROW + "; B 2 x " + ROW);
    }

    @ParameterizedTest
    @EnumSource
    void changesOfAbsentRows_areReported(Engine engine) {
        String store = engine.url(directory);
        Outcome outcome = ingest(store, change(1, "", ROW), "--key", "room");
        assertThat(outcome.out()).contains("1 changes were to rows that the store did not hold");
        assertThat(ingest(store, change(2, "", ROW), "--output", "json")
                        .json()
                        .get("absentRows")
                        .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void twoKindsAtOnce_areAUsageError(Engine engine) {
        Outcome outcome = Cli.runWithInput(
                new byte[0], "ingest", "--store", engine.url(directory), "--key", "k", "--full-row", "-");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("told apart in one way only");
    }

    @ParameterizedTest
    @EnumSource
    void rowsOfADevelopmentVersion_areRefused_sayingWhatToDo(Engine engine) {
        String store = engine.url(directory);
        try (LiveResultsStore writer =
                Stores.onAllEngines().openWriter(StoreUrl.parse(store), Durability.PROCESS_CRASH)) {
            writer.commit(ResultCommit.of("q", 1, List.of(RowMutation.upsert(5, ROW.getBytes(UTF_8))))
                    .sourcePosition("afterimage.identity", "[\"room\"]".getBytes(UTF_8))
                    .build());
        }
        Outcome outcome =
                Cli.runWithInput(change(2, ROW, "").getBytes(UTF_8), "ingest", "--store", store, "--key", "room", "-");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err())
                .contains("without fingerprints", "drop the query")
                .doesNotContain("\tat ");
    }

    private static Outcome ingest(String store, String line, String... options) {
        String[] arguments = new String[options.length + 4];
        System.arraycopy(new String[] {"ingest", "--store", store, "-"}, 0, arguments, 0, 4);
        System.arraycopy(options, 0, arguments, 4, options.length);
        Outcome outcome = Cli.runWithInput(line.getBytes(UTF_8), arguments);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return outcome;
    }

    private static String change(long sequence, String added, String deleted) {
        return "{\"kind\":\"change\",\"queryId\":\"q\",\"sequence\":" + sequence + ",\"addedResults\":[" + added
                + "],\"updatedResults\":[],\"deletedResults\":[" + deleted + "]}";
    }
}
