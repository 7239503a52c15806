package io.afterimage.drasi;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A JVM that feeds a store is killed again and again while it takes requests. After each death the rows are the query's at
 * the head; a sender that goes on with the first emission of which not everything was answered ends with all of it.
 */
class DrasiFeedCrashTest {

    private static final int KILLS = Integer.getInteger("afterimage.campaign", 3);
    private static final int EMISSIONS = 400;
    private static final String QUERY = "q";

    @TempDir
    private Path directory;

    /** The durable engines. */
    enum Engine {
        ROCKSDB,
        SQLITE;

        LiveResultsStore open(Path place) {
            return this == ROCKSDB
                    ? RocksDbLiveResultsStore.at(place)
                            .durability(Durability.PROCESS_CRASH)
                            .open()
                    : SqliteLiveResultsStore.at(place)
                            .durability(Durability.PROCESS_CRASH)
                            .open();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverKillsTheFeed_nothingIsLostAndNothingDoubled(Engine engine) throws Exception {
        long seed = Long.getLong("afterimage.seed", System.nanoTime());
        System.out.println("feed kills on " + engine + ": afterimage.seed=" + seed);
        Random random = new Random(seed);
        ModelQuery model = model(seed);
        Path place = directory.resolve(engine.name());
        long answered = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            answered = Math.max(answered, answeredUntilKilled(engine, place, seed, answered, 1 + random.nextInt(40)));
            try (LiveResultsStore store = engine.open(place)) {
                long head = store.position(QUERY).sequence();
                assertThat(head).isGreaterThanOrEqualTo(answered);
                assertThat(ModelQuery.stored(store, QUERY)).isEqualTo(model.rowsAt(head));
            }
        }
        try (LiveResultsStore store = engine.open(place)) {
            feed(store, model, random, answered, emission -> {});
            assertThat(store.position(QUERY).sequence()).isEqualTo(model.length());
            assertThat(ModelQuery.stored(store, QUERY)).isEqualTo(model.rowsAt(model.length()));
            assertThat(store.rowCount(HeldRows.homeOf(QUERY))).isZero();
        }
    }

    private static ModelQuery model(long seed) {
        ModelQuery model = new ModelQuery(new Random(seed), ModelQuery.Kind.SIGNATURE, false, false);
        model.live(EMISSIONS);
        return model;
    }

    /** The last emission of which everything was answered when the child was killed. */
    private static long answeredUntilKilled(Engine engine, Path place, long seed, long from, int lines)
            throws Exception {
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        Process child = new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DrasiFeedCrashTest.class.getName(),
                        engine.name(),
                        place.toString(),
                        String.valueOf(seed),
                        String.valueOf(from))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long answered = from;
        try (BufferedReader reader = child.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < lines; i++) {
                String line = reader.readLine();
                answered = line == null ? answered : Long.parseLong(line);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        return answered;
    }

    /** Feeds a store until it is killed. */
    public static void main(String[] arguments) {
        long seed = Long.parseLong(arguments[2]);
        LiveResultsStore store = Engine.valueOf(arguments[0]).open(Path.of(arguments[1]));
        feed(store, model(seed), new Random(), Long.parseLong(arguments[3]), System.out::println);
    }

    /** Sends what follows an emission, cut at random, and tells up to which emission everything is answered. */
    private static void feed(
            LiveResultsStore store, ModelQuery model, Random random, long answered, LongConsumer told) {
        List<Delivery> items = new ArrayList<>();
        for (long sequence = answered + 1; sequence <= model.length(); sequence++) {
            for (RowChange change : model.emission(sequence)) {
                items.add(Sent.part(QUERY, sequence, model.count(sequence), change));
            }
        }
        try (DrasiFeed feed = DrasiFeed.over(store)
                .query(QuerySettings.of(QUERY))
                .withoutTimer()
                .open()) {
            int at = 0;
            while (at < items.size()) {
                int end = Math.min(items.size(), at + 1 + random.nextInt(4));
                assertThat(feed.receive(items.subList(at, end))).isInstanceOf(FeedAnswer.Accepted.class);
                at = end;
                long open =
                        at == items.size() ? model.length() + 1 : items.get(at).sequence();
                told.accept(open - 1);
            }
        }
    }
}
