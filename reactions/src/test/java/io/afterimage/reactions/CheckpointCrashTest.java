package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A JVM that writes checkpoints is killed again and again. What is left is the last one it had written, or the next. */
class CheckpointCrashTest {

    private static final int ROUNDS = Integer.getInteger("afterimage.checkpoint.kills", 4);
    private static final int MOST_LINES = 60;

    @TempDir
    private Path directory;

    /** The durable places. */
    enum Place {
        FILES,
        ROCKSDB,
        SQLITE;

        /** Opens the place and uses it. */
        void use(Path directory, Use use) throws Exception {
            switch (this) {
                case FILES -> use.of(FileCheckpointStore.in(directory));
                case ROCKSDB ->
                    useStore(RocksDbLiveResultsStore.at(directory.resolve("r")).open(), use);
                case SQLITE ->
                    useStore(
                            SqliteLiveResultsStore.at(directory.resolve("s.db")).open(), use);
            }
        }

        private static void useStore(LiveResultsStore opened, Use use) throws Exception {
            try (LiveResultsStore store = opened) {
                use.of(StoreCheckpointStore.on(store));
            }
        }
    }

    /** What is done with a place. */
    interface Use {
        void of(CheckpointStore checkpoints) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void whateverKillsIt_theCheckpointIsTheOldOrTheNewOne(Place place) throws Exception {
        long seed = Long.getLong("afterimage.checkpoint.seed", System.nanoTime());
        System.out.println("checkpoint kills on " + place + ": afterimage.checkpoint.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            long written = writtenUntilKilled(place, 1 + random.nextInt(MOST_LINES));
            place.use(
                    directory,
                    checkpoints -> assertThat(checkpoints.read("mailer", "orders"))
                            .hasValueSatisfying(
                                    found -> assertThat(found).isIn(position(written), position(written + 1))));
        }
    }

    /** The last sequence that the child had told as written when it was killed. */
    private long writtenUntilKilled(Place place, int lines) throws Exception {
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        Process child = new ProcessBuilder(
                        java,
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        place.name(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader told = child.inputReader(StandardCharsets.UTF_8)) {
            String last = "";
            for (int line = 0; line < lines; line++) {
                last = told.readLine();
            }
            child.toHandle().destroyForcibly(); // unlike the process, it leaves the stream open
            child.waitFor();
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                last = line; // told before it died
            }
            return Long.parseLong(last);
        } finally {
            child.destroyForcibly();
        }
    }

    private static Position position(long sequence) {
        return new Position(sequence, sequence, ~sequence); // parts that do not fit together are seen
    }

    /** What the child runs. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            Place.valueOf(arguments[0]).use(Path.of(arguments[1]), Writer::writeForEver);
        }

        private static void writeForEver(CheckpointStore checkpoints) {
            long sequence =
                    checkpoints.read("mailer", "orders").map(Position::sequence).orElse(0L);
            while (true) {
                sequence++;
                checkpoints.write("mailer", "orders", position(sequence));
                System.out.println(sequence);
            }
        }
    }
}
