package io.afterimage.drasi;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DrasiFeedConcurrencyTest {

    private static final int QUERIES = 3;
    private static final int SENDERS = 4;

    private final LiveResultsStore store = InMemoryLiveResultsStore.with().open();

    /** Every sender sends everything, and none waits for another: what one has sent is a duplicate of the others'. */
    @Test
    void sendersThatSendTheSame_endInTheRowsOfTheQueries() throws Exception {
        long seed = System.nanoTime();
        ModelQuery model = new ModelQuery(new Random(seed), ModelQuery.Kind.SIGNATURE, false, false);
        model.live(60);
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try (DrasiFeed feed = feed()) {
            List<Future<Integer>> ends = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                Random random = new Random(seed + sender);
                ends.add(senders.submit(() -> send(feed, model, random)));
            }
            int accepted = 0;
            for (Future<Integer> end : ends) {
                accepted += end.get();
            }
            assertThat(accepted).as("seed " + seed).isPositive();
            for (int query = 0; query < QUERIES; query++) {
                assertThat(ModelQuery.stored(store, "q" + query))
                        .as("seed " + seed)
                        .isEqualTo(model.rowsAt(model.length()));
            }
            assertThat(feed.status().heldParts()).as("seed " + seed).isZero();
        } finally {
            senders.shutdownNow();
            store.close();
        }
    }

    @Test
    void closing_answersThoseInside_andRefusesTheRest() throws Exception {
        ExecutorService sender = Executors.newSingleThreadExecutor();
        DrasiFeed feed = feed();
        Callable<Long> sendUntilClosed = () -> {
            long sequence = 0;
            FeedAnswer answer;
            do {
                answer = feed.receive(List.of(Sent.whole("q0", sequence + 1, Sent.add(1, "{}"))));
                sequence += answer instanceof FeedAnswer.Accepted ? 1 : 0;
            } while (answer instanceof FeedAnswer.Accepted);
            return sequence;
        };
        try {
            Future<Long> accepted = sender.submit(sendUntilClosed);
            while (store.position("q0").sequence() < 100) {
                Thread.onSpinWait();
            }
            feed.close();
            assertThat(store.position("q0").sequence()).isEqualTo(accepted.get());
        } finally {
            sender.shutdownNow();
            store.close();
        }
    }

    private DrasiFeed feed() {
        return DrasiFeed.over(store)
                .unknownQueries(QuerySettings::of)
                .withoutTimer()
                .open();
    }

    /** Sends all of it to all queries, in requests that mix them. */
    private static int send(DrasiFeed feed, ModelQuery model, Random random) {
        int accepted = 0;
        List<Delivery> request = new ArrayList<>();
        for (long sequence = 1; sequence <= model.length(); sequence++) {
            for (RowChange change : model.emission(sequence)) {
                for (int query = 0; query < QUERIES; query++) {
                    request.add(Sent.part("q" + query, sequence, model.count(sequence), change));
                }
                if (random.nextBoolean() || sequence == model.length()) {
                    accepted += feed.receive(request) instanceof FeedAnswer.Accepted ? request.size() : 0;
                    request.clear();
                }
            }
        }
        return accepted;
    }
}
