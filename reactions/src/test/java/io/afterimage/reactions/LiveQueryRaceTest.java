package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.OutboxEntry;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Several threads publish while others subscribe: one order, no hole. */
class LiveQueryRaceTest {

    private static final int PUBLISHERS = 4;
    private static final int PER_PUBLISHER = 2_000;
    private static final long ALL = (long) PUBLISHERS * PER_PUBLISHER;
    private static final int SUBSCRIBERS = 50;

    @Test
    void subscribe_whileOthersPublish_leavesNoEmissionInNeitherPlace() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS);
        try (InMemoryLiveResultsStore store = new InMemoryLiveResultsStore()) {
            LiveQuery query = LiveQuery.over(store, "orders")
                    .retention(Retention.ofEntries(ALL))
                    .open();
            List<? extends Future<?>> publishers = IntStream.range(0, PUBLISHERS)
                    .mapToObj(publisher -> threads.submit(() -> publishAll(query)))
                    .toList();
            List<Follower> followers = join(query);
            for (Future<?> publisher : publishers) {
                publisher.get();
            }

            List<Long> all = LongStream.rangeClosed(1, ALL).boxed().toList();
            assertThat(followers).allSatisfy(follower -> {
                assertThat(follower.live).isSorted();
                assertThat(follower.all()).isEqualTo(all);
            });
        } finally {
            threads.shutdownNow();
        }
    }

    private static void publishAll(LiveQuery query) {
        for (int i = 0; i < PER_PUBLISHER; i++) {
            query.publish(List.of(new RowDiff.Added(i, new byte[] {1})));
        }
    }

    /** Lets followers join one after another all the way. */
    private static List<Follower> join(LiveQuery query) {
        List<Follower> followers = new ArrayList<>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            long joinAt = i * ALL / SUBSCRIBERS;
            while (query.head().sequence() < joinAt) {
                Thread.onSpinWait();
            }
            followers.add(Follower.joining(query));
        }
        return followers;
    }

    /** Subscribes first, then reads what was published before. */
    private static final class Follower implements EmissionListener {

        private final List<Long> live = new ArrayList<>(); // one call at a time
        private List<Long> before = List.of();

        static Follower joining(LiveQuery query) {
            Follower follower = new Follower();
            query.subscribe(follower);
            if (query.outboxAfter(new Position(1, 0, 0), Integer.MAX_VALUE) instanceof OutboxRead.Entries read) {
                follower.before =
                        read.entries().stream().map(OutboxEntry::sequence).toList();
            }
            return follower;
        }

        @Override
        public void emitted(Emission emission) {
            live.add(emission.sequence());
        }

        /** What was read, then what was heard beyond it. */
        List<Long> all() {
            List<Long> all = new ArrayList<>(before);
            live.stream().filter(sequence -> sequence > before.size()).forEach(all::add);
            return all;
        }
    }
}
