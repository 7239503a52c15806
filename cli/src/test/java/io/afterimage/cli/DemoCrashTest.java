package io.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import io.afterimage.spi.StoreSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whole demos at a tiny scale: real stores, real child JVMs, really killed. */
class DemoCrashTest {
    private static final Stores STORES = Stores.onAllEngines();
    private static final String TINY = "--scale=0.001";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private int demo(Stores stores, String... options) {
        Console console = new Console(
                InputStream.nullInputStream(),
                new Output(out),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false);
        String[] arguments = new String[options.length + 1];
        arguments[0] = "demo";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Main.run(new Workplace(console, stores), arguments);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "sqlite"})
    void killedChildren_loseNothing(String engine) {
        int exitCode = demo(STORES, "--store", engine, TINY, "--kills=3", "--seed=7");

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(printed())
                .contains("kills                          3 by SIGKILL")
                .endsWith("\n\nverified: 3 queries, 919 rows, 3 kills, 0 lost, 0 duplicated\n");
        assertThat(exitCode).isEqualTo(ExitCode.DONE);
    }

    @ParameterizedTest
    @CsvSource({"rocksdb,", "sqlite,afterimage.sqlite"})
    void storeInANamedDirectory_isKept_andTheFiguresAreJson(String engine, String file) {
        Path kept = directory.resolve("kept");
        int exitCode = demo(STORES, "--store", engine, TINY, "--kills=1", "--output=json", "--dir", kept.toString());

        JsonNode json = JsonMapper.shared().readTree(printed());
        assertThat(json.at("/verified").asBoolean()).isTrue();
        assertThat(json.at("/store").asString()).isEqualTo(engine);
        assertThat(json.at("/kills").asInt()).isEqualTo(1);
        assertThat(json.at("/lost").asInt(-1)).isZero();
        assertThat(json.at("/duplicated").asInt(-1)).isZero();
        assertThat(json.at("/queries/open-orders/emissions").asLong()).isEqualTo(6_696);
        assertThat(json.at("/duplicatesSkipped").asLong()).isPositive();
        assertThat(exitCode).isEqualTo(ExitCode.DONE);

        StoreUrl url = new StoreUrl(engine, file == null ? kept : kept.resolve(file));
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("The store is kept: " + url + "\n");
        try (LiveResultsStore store = STORES.openReader(url)) {
            assertThat(store.queries()).hasSize(3);
        }
    }

    @Test
    void tamperedStore_isFound_andKept() throws IOException {
        int exitCode =
                demo(new Stores(Map.of("sqlite", DemoCrashTest::openTampered)), "--store=sqlite", TINY, "--kills=0");

        assertThat(printed())
                .contains("A row differs. Where: open-orders.")
                .endsWith("0 lost, 0 duplicated, 1 different\n");
        assertThat(exitCode).isEqualTo(ExitCode.NEGATIVE);
        String note = err.toString(StandardCharsets.UTF_8).strip();
        Path kept = Path.of(note.substring("The store is kept: sqlite:".length()));
        assertThat(kept).isRegularFile();
        Files.delete(kept);
    }

    /** The parent opens the store once, to judge it; somebody changes a row just before. */
    private static LiveResultsStore openTampered(Path file, StoreSettings settings) {
        StoreUrl url = new StoreUrl("sqlite", file);
        try (LiveResultsStore store = STORES.openExistingWriter(url);
                Snapshot snapshot = store.readSnapshot("open-orders")) {
            Row row = snapshot.toList().get(0);
            byte[] tampered = row.data().clone();
            tampered[1] ^= 1;
            store.applyMutations("open-orders", List.of(RowMutation.upsert(row.rowSignature(), tampered)));
        }
        return STORES.openReader(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--scale=0", "--scale=NaN", "--scale=1000", "--kills=-1", "--store=paper"})
    void optionsOutsideTheirLimits_areRefused(String option) {
        assertThat(demo(STORES, option)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Next: afterimage demo --help");
    }

    @Test
    void directoryThatIsNotEmpty_isRefused() throws IOException {
        Files.writeString(directory.resolve("precious"), "x");

        assertThat(demo(STORES, TINY, "--dir", directory.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("The demo starts with an empty store.");
    }
}
