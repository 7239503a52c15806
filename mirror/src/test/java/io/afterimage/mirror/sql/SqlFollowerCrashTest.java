package io.afterimage.mirror.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import io.afterimage.mirror.Delta;
import io.afterimage.mirror.DeltaBatch;
import io.afterimage.mirror.MirrorStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A child JVM that applies and follows is killed with SIGKILL, again and again, also while it makes the file: the tables
 * are always those of one moment between two batches, and the follower goes on from there.
 */
class SqlFollowerCrashTest {

    private static final int KILLS = 2 * Integer.getInteger("afterimage.campaign", 1);
    private static final int RECORDS = 40;

    @TempDir
    Path directory;

    /** Applies batches and follows them until it is killed. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            Path place = Path.of(arguments[1]);
            try (LiveResultsStore store = Engine.valueOf(arguments[0]).open(place);
                    MirrorStore mirror = MirrorStore.over(store).open();
                    SqlFollower follower = SqlFollower.of(mirror, fileIn(place)).open()) {
                for (long number = mirror.head(); ; number++) {
                    mirror.apply(batch(number));
                    if (number % 7 == 0) {
                        follower.rebuild();
                    }
                    System.out.println(follower.catchUp());
                }
            }
        }
    }

    private static Path fileIn(Path place) {
        return place.resolve("mirror-sql.db");
    }

    /** Every record gets the same number. */
    private static DeltaBatch batch(long number) {
        List<Delta> deltas = new ArrayList<>();
        for (int id = 0; id < RECORDS; id++) {
            deltas.add(Delta.upsert(
                    "things",
                    "id-" + id,
                    JsonNodeFactory.instance.numberNode(number),
                    Instant.EPOCH.plusSeconds(number),
                    "api"));
        }
        return DeltaBatch.of(deltas).withCursor("api", Long.toString(number));
    }

    @ParameterizedTest
    @EnumSource
    void killedFollower_standsBetweenTwoBatches_andGoesOn(Engine engine) throws IOException {
        long acknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged = Math.max(acknowledged, runAndKill(engine, 13 * kill));
            try (LiveResultsStore store = engine.open(directory);
                    MirrorStore mirror = MirrorStore.over(store).open();
                    SqlFollower follower =
                            SqlFollower.of(mirror, fileIn(directory)).open()) {
                assertThat(follower.position()).isBetween(acknowledged, mirror.head());
                assertOneMoment(follower.position());
                Tables.assertEqual(engine + ", kill " + kill, mirror, follower);
                assertThat(follower.status().rebuilds()).isLessThanOrEqualTo(acknowledged == 0 ? 1 : 0);
            }
        }
    }

    /** What a reader sees before anybody catches up. */
    private static void requireUniform(QueryResult result, long position) {
        assertThat(result.position()).isEqualTo(position);
        assertThat(result.rows().get(0)).isIn(List.of(0L, 0L, 0L, 0L), List.of((long) RECORDS, 1L, 1L, 1L));
    }

    private void assertOneMoment(long position) {
        try (ReadOnlySql sql = ReadOnlySql.open(fileIn(directory), SqlLimits.DEFAULT)) {
            requireUniform(
                    sql.list("SELECT count(*), count(DISTINCT payload), count(DISTINCT version), "
                            + "coalesce(max(payload) = (SELECT cursor FROM mirror_cursors), 0) FROM mirror_records"),
                    position);
        }
    }

    /** Lets the child acknowledge so many batches, kills it, and gives the last position it acknowledged. */
    private long runAndKill(Engine engine, int batches) throws IOException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        engine.name(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = 0;
        try (BufferedReader lines = child.inputReader()) {
            String line;
            for (int i = 0; (line = lines.readLine()) != null; i++) {
                last = Long.parseLong(line);
                if (i == batches) {
                    child.toHandle().destroyForcibly(); // the lines that are already written are still read
                }
            }
        }
        assertThat(child.onExit().join().exitValue()).isNotZero();
        return last;
    }
}
