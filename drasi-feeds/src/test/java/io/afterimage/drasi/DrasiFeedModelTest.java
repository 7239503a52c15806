package io.afterimage.drasi;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Durability;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.drasi.FeedAnswer.Accepted;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import io.afterimage.tck.ForwardingStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A random query, sent as a real Drasi sends: cut anywhere, joined, repeated when an answer is lost, overtaken by copies of
 * earlier requests, sent again from a checkpoint in other pieces; the feed is killed and the store fails between any two
 * calls. At every head the rows are the query's rows at that sequence, and at the end the head is the query's.
 */
class DrasiFeedModelTest {

    private static final int ROUNDS = Integer.getInteger("afterimage.campaign", 3);
    private static final String QUERY = "q";

    @TempDir
    private Path directory;

    /** How a wire cuts what it sends. */
    enum Wire {
        GRPC(ModelQuery.Kind.SIGNATURE, true, true, 4),
        GRPC_WITHOUT_COUNT(ModelQuery.Kind.SIGNATURE, false, false, 4),
        HTTP(ModelQuery.Kind.FULL_ROW, true, true, 1),
        HTTP_BY_COLUMNS(ModelQuery.Kind.COLUMNS, true, true, 1),
        HTTP_BATCH(ModelQuery.Kind.FULL_ROW, true, true, 6),
        PLATFORM(ModelQuery.Kind.FULL_ROW, false, true, 0);

        final ModelQuery.Kind kind;
        final boolean counted;
        final boolean equalDiffs;
        final int mostInARequest;

        Wire(ModelQuery.Kind kind, boolean counted, boolean equalDiffs, int mostInARequest) {
            this.kind = kind;
            this.counted = counted;
            this.equalDiffs = equalDiffs;
            this.mostInARequest = mostInARequest;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GRPC,memory",
        "GRPC_WITHOUT_COUNT,memory",
        "HTTP,memory",
        "HTTP_BY_COLUMNS,memory",
        "HTTP_BATCH,memory",
        "PLATFORM,memory",
        "GRPC,rocksdb",
        "HTTP,rocksdb",
        "PLATFORM,rocksdb",
        "GRPC,sqlite",
        "HTTP_BATCH,sqlite",
        "PLATFORM,sqlite"
    })
    void whateverIsSent_endsInTheRowsOfTheQuery(Wire wire, String engine) {
        long seed = Long.getLong("afterimage.seed", System.nanoTime());
        int rounds = engine.equals("memory") ? 15 * ROUNDS : ROUNDS;
        int unclear = 0;
        for (int round = 0; round < rounds; round++) {
            unclear += new Round(wire, engine, seed + round).play() ? 0 : 1;
        }
        System.out.println(wire + " on " + engine + ": " + rounds + " rounds from seed " + seed + ", " + unclear
                + " of them could be read in several ways");
    }

    private final class Round {
        private final Wire wire;
        private final long seed;
        private final Random random;
        private final ModelQuery model;
        private final FeedUnderTest feed;
        private final List<List<Delivery>> copies = new ArrayList<>();

        Round(Wire wire, String engine, long seed) {
            this.wire = wire;
            this.seed = seed;
            random = new Random(seed);
            model = new ModelQuery(random, wire.kind, wire == Wire.GRPC, wire.equalDiffs);
            model.live(2 + random.nextInt(8));
            feed = new FeedUnderTest(
                    opener(engine, seed), QuerySettings.of(QUERY).identity(wire.kind.rule()), random);
        }

        /** True if the head is the query's at the end; false if the feed had to stop because it could not tell. */
        boolean play() {
            try (feed) {
                boolean sent = wire == Wire.PLATFORM ? sendWhole() : sendParts();
                for (int i = 0; i < 3; i++) {
                    feed.pass(FeedUnderTest.IDLE);
                }
                check();
                if (sent && feed.status().condition() != FedQueryStatus.Condition.UNCLEAR) {
                    assertThat(head()).as(this::toString).isEqualTo(model.length());
                    assertThat(feed.status().heldParts()).as(this::toString).isZero();
                    assertThat(feed.store().rowCount(HeldRows.homeOf(QUERY)))
                            .as(this::toString)
                            .isZero();
                    return true;
                }
                assertThat(feed.status().condition()).as(this::toString).isEqualTo(FedQueryStatus.Condition.UNCLEAR);
                return false;
            }
        }

        private boolean sendParts() {
            long checkpoint = 0;
            while (checkpoint < model.length()) {
                long begin = Math.max(1, checkpoint + 1 - random.nextInt(3));
                List<Delivery> items = items(begin);
                int at = 0;
                while (at < items.size() && random.nextInt(25) != 0) {
                    int end = Math.min(items.size(), at + 1 + random.nextInt(wire.mostInARequest));
                    if (!sendUntilAccepted(items.subList(at, end))) {
                        return false;
                    }
                    at = end;
                }
                checkpoint = at == items.size()
                        ? model.length()
                        : Math.max(checkpoint, items.get(at).sequence() - 1);
            }
            return true;
        }

        private List<Delivery> items(long begin) {
            List<Delivery> items = new ArrayList<>();
            for (long sequence = begin; sequence <= model.length(); sequence++) {
                for (RowChange change : model.emission(sequence)) {
                    items.add(Sent.part(QUERY, sequence, wire.counted ? model.count(sequence) : null, change));
                }
            }
            return items;
        }

        private boolean sendWhole() {
            List<Long> waiting = new ArrayList<>();
            for (long sequence = 1; sequence <= model.length(); sequence++) {
                waiting.add(sequence);
            }
            while (!waiting.isEmpty()) {
                int among = Math.min(waiting.size(), 4);
                Collections.shuffle(waiting.subList(0, among), random);
                long sequence = waiting.get(0);
                Delivery whole = new Delivery.Whole(
                        new ParsedLine.Emission(QUERY, sequence, model.emission(sequence), ParsedLine.Order.AS_LISTED),
                        Sent.NOON.plusSeconds(sequence),
                        Map.of());
                if (deliver(List.of(whole)) instanceof Accepted && random.nextInt(5) != 0) {
                    waiting.remove(0);
                }
            }
            return true;
        }

        private boolean sendUntilAccepted(List<Delivery> request) {
            for (int attempt = 0; attempt < 60; attempt++) {
                if (!copies.isEmpty() && random.nextInt(8) == 0) {
                    deliver(copies.get(random.nextInt(copies.size())));
                }
                boolean arrives = random.nextInt(10) != 0;
                if (arrives && deliver(request) instanceof Accepted && random.nextInt(8) != 0) {
                    remember(request);
                    return true;
                }
                if (attempt > 30) {
                    feed.pass(FeedUnderTest.IDLE);
                }
            }
            return false;
        }

        private void remember(List<Delivery> request) {
            copies.add(List.copyOf(request));
            if (copies.size() > 3) {
                copies.remove(0);
            }
        }

        private FeedAnswer deliver(List<Delivery> request) {
            FeedAnswer answer = feed.deliver(request);
            assertThat(answer).as(this::toString).isNotInstanceOf(FeedAnswer.Refused.class);
            check();
            return answer;
        }

        private void check() {
            assertThat(ModelQuery.stored(feed.store(), QUERY))
                    .as(() -> "rows at " + head() + ", " + this)
                    .isEqualTo(model.rowsAt(head()));
        }

        private long head() {
            return feed.store().position(QUERY).sequence();
        }

        @Override
        public String toString() {
            return wire + ", seed " + seed + ", " + feed.status();
        }
    }

    private Supplier<LiveResultsStore> opener(String engine, long seed) {
        Path place = directory.resolve(engine + seed);
        return switch (engine) {
            case "rocksdb" ->
                () -> RocksDbLiveResultsStore.at(place)
                        .durability(Durability.PROCESS_CRASH)
                        .open();
            case "sqlite" ->
                () -> SqliteLiveResultsStore.at(place)
                        .durability(Durability.PROCESS_CRASH)
                        .open();
            default -> keptOpen(InMemoryLiveResultsStore.with().open());
        };
    }

    /** A store in memory that a close does not end. */
    private static Supplier<LiveResultsStore> keptOpen(LiveResultsStore store) {
        return () -> new ForwardingStore(store) {
            @Override
            public void close() {
                // it is all there is
            }
        };
    }
}
