package io.afterimage.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import io.afterimage.mirror.jdbc.JdbcSource;
import io.afterimage.mirror.source.FieldMapping;
import io.afterimage.mirror.source.HttpJsonSource;
import io.afterimage.mirror.source.NdjsonLimits;
import io.afterimage.mirror.source.NdjsonSource;
import io.afterimage.mirror.source.Paging;
import io.afterimage.mirror.source.SyncSource;
import io.afterimage.mirror.source.TestServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteDataSource;

/**
 * A JVM that syncs is killed between two batches, and while it writes one, again and again. In the end every version was
 * counted once, and every event is there once.
 */
class SyncCrashTest {

    private static final int ROUNDS = Integer.getInteger("afterimage.campaign", 1);
    private static final int STEPS = 2 * ROUNDS;
    private static final int RECORDS = 4;
    private static final int DELTAS = 120;
    private static final int BATCH = 3;

    @TempDir
    private Path directory;

    private static String resource() {
        return "things";
    }

    private static String id(int delta) {
        return String.valueOf(delta % RECORDS);
    }

    @ParameterizedTest
    @CsvSource({"NDJSON, SQLITE", "HTTP, ROCKSDB", "JDBC, ROCKSDB"})
    void killedBetweenBatchesAndInThem_everyVersionIsCountedOnce(Origin origin, TestEngine engine) throws Exception {
        long seed = Long.getLong("afterimage.sync.seed", System.nanoTime());
        System.out.println("sync kills, " + origin + " into " + engine + ": afterimage.sync.seed=" + seed);
        Random random = new Random(seed);
        try (TestServer server = new TestServer()) {
            String where = origin.prepare(directory, server);
            for (int step = 0; step < STEPS; step++) {
                kill(engine, origin, where, Mode.STOPS_AFTER_EACH_BATCH, 1);
                kill(engine, origin, where, Mode.GOES_ON, 1 + random.nextInt(4));
            }
            try (LiveResultsStore store = engine.open(directory);
                    MirrorStore mirror = MirrorStore.over(store).open()) {
                sync(mirror, origin.source(where), SyncListener.NONE);
                check(mirror);
            }
        }
    }

    private static void sync(MirrorStore mirror, SyncSource source, SyncListener listener) throws InterruptedException {
        try (Syncer syncer =
                Syncer.over(mirror).source(source).listener(listener).open()) {
            syncer.sync("origin");
        }
    }

    private static void check(MirrorStore mirror) {
        assertThat(mirror.count(resource())).isEqualTo(RECORDS);
        for (MirroredRecord record : mirror.records(resource(), RECORDS).records()) {
            assertThat(record.version()).isEqualTo(DELTAS / RECORDS);
        }
        List<MirrorEvent> events = Samples.events(mirror);
        assertThat(events).hasSize(DELTAS).allMatch(MirrorEvent::applied);
        assertThat(events)
                .extracting(event -> event.delta().payload().path("n").intValue())
                .isSorted();
    }

    /** Whether the child waits to be killed after each batch. */
    enum Mode {
        STOPS_AFTER_EACH_BATCH,
        GOES_ON
    }

    /** Where the deltas come from. */
    enum Origin {
        NDJSON,
        HTTP,
        JDBC;

        String prepare(Path directory, TestServer server) throws IOException, SQLException {
            return switch (this) {
                case NDJSON -> writeFile(directory.resolve("deltas.ndjson"));
                case HTTP -> serve(server);
                case JDBC -> fillTable(directory.resolve("origin.db"));
            };
        }

        private static String writeFile(Path file) throws IOException {
            List<String> lines = new ArrayList<>();
            for (int n = 0; n < DELTAS; n++) {
                lines.add(Samples.put(resource(), id(n), n, "{\"n\": " + n + "}")
                        .toJson()
                        .toString());
            }
            return Files.write(file, lines).toString();
        }

        private static String serve(TestServer server) {
            server.answer(request -> {
                int from = request.number("since", 0);
                int to = Math.min(from + BATCH, DELTAS);
                List<String> items = new ArrayList<>();
                for (int n = from; n < to; n++) {
                    items.add("{\"id\": \"" + id(n) + "\", \"n\": " + n + ", \"at\": " + (1_000_000 + n) + "}");
                }
                return TestServer.Reply.json("{\"items\": " + items + ", \"next\": " + to + "}");
            });
            return server.uri("/feed").toString();
        }

        /** A row each, of which four make one record: as a change table does. */
        private static String fillTable(Path file) throws SQLException {
            try (Connection connection = database(file.toString()).getConnection();
                    Statement create = connection.createStatement()) {
                create.execute("CREATE TABLE changes (n INTEGER PRIMARY KEY, id TEXT NOT NULL)");
                connection.setAutoCommit(false);
                try (PreparedStatement insert = connection.prepareStatement("INSERT INTO changes VALUES (?, ?)")) {
                    for (int n = 0; n < DELTAS; n++) {
                        insert.setInt(1, n);
                        insert.setString(2, id(n));
                        insert.execute();
                    }
                }
                connection.commit();
            }
            return file.toString();
        }

        private static SQLiteDataSource database(String file) {
            SQLiteDataSource database = new SQLiteDataSource();
            database.setUrl("jdbc:sqlite:" + file);
            return database;
        }

        SyncSource source(String where) {
            return switch (this) {
                case NDJSON -> NdjsonSource.file("origin", Path.of(where), new NdjsonLimits(BATCH, 1 << 20, 1 << 20));
                case HTTP ->
                    HttpJsonSource.feed("origin", resource(), URI.create(where))
                            .itemsAt("/items")
                            .fields(FieldMapping.idAt("/id").occurredAt("/at", FieldMapping.TimeForm.EPOCH_SECONDS))
                            .paging(Paging.cursorInBody("since", "/next"))
                            .build();
                case JDBC ->
                    JdbcSource.table("origin", resource(), database(where), "changes")
                            .key("id")
                            .version("n")
                            .rowsPerPull(BATCH)
                            .build();
            };
        }
    }

    private void kill(TestEngine engine, Origin origin, String where, Mode mode, int batches) throws Exception {
        Process child = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        engine.name(),
                        directory.toString(),
                        origin.name(),
                        where,
                        mode.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader told = child.inputReader(StandardCharsets.UTF_8)) {
            for (int batch = 0; batch < batches; batch++) {
                assertThat(told.readLine()).as("batch %d of the child", batch).isNotNull();
            }
            child.toHandle().destroyForcibly();
            child.waitFor();
        } finally {
            child.destroyForcibly();
        }
    }

    /** What the child runs. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws Exception {
            TestEngine engine = TestEngine.valueOf(arguments[0]);
            SyncSource source = Origin.valueOf(arguments[2]).source(arguments[3]);
            boolean stops = Mode.valueOf(arguments[4]) == Mode.STOPS_AFTER_EACH_BATCH;
            SyncListener telling = new SyncListener() {
                @Override
                public void committed(SyncReport soFar) {
                    System.out.println(soFar.batches());
                    if (stops) {
                        waitForTheEnd();
                    }
                }
            };
            try (LiveResultsStore store = engine.open(Path.of(arguments[1]));
                    MirrorStore mirror = MirrorStore.over(store).open()) {
                sync(mirror, source, telling);
                waitForTheEnd();
            }
        }

        private static void waitForTheEnd() {
            try {
                while (System.in.read() >= 0) {
                    // whoever kills it writes nothing
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
