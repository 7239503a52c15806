package io.afterimage.drasi;

import io.afterimage.LiveResultsStore;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.StoreUnavailableException;
import io.afterimage.tck.TroubledStore;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** A feed over a store that may be killed and opened again at any time. */
final class FeedUnderTest implements AutoCloseable {

    static final Duration IDLE = Duration.ofSeconds(10);
    static final Duration GAP = Duration.ofSeconds(30);

    private final Supplier<LiveResultsStore> opener;
    private final QuerySettings settings;
    private final Random random;
    private final SetClock clock = new SetClock();
    private TroubledStore store;
    private DrasiFeed feed;

    FeedUnderTest(Supplier<LiveResultsStore> opener, QuerySettings settings, Random random) {
        this.opener = opener;
        this.settings = settings.idleTime(IDLE).gapTime(GAP);
        this.random = random;
        store = new TroubledStore(opener.get());
        feed = openFeed();
    }

    private DrasiFeed openFeed() {
        return DrasiFeed.over(store).query(settings).clock(clock).withoutTimer().open();
    }

    /** Delivers a request, in health or in trouble; what trouble keeps from being answered is "not ready". */
    FeedAnswer deliver(List<Delivery> request) {
        switch (random.nextInt(12)) {
            case 0 -> store.failBeforeCommit(new OutcomeUnknownException("unknown, not written", null));
            case 1 -> store.failAfterCommit(new OutcomeUnknownException("unknown, written", null));
            case 2 -> store.failBeforeCommit(new StoreUnavailableException("unavailable", null));
            default -> {}
        }
        FeedAnswer answer = feed.receive(request);
        if (feed.status().condition() == FeedStatus.Condition.REOPEN || random.nextInt(6) == 0) {
            reopen();
        }
        return answer;
    }

    void reopen() {
        feed.close();
        if (random.nextInt(4) == 0) {
            store.close();
            store = new TroubledStore(opener.get());
        } else {
            store.failBeforeCommit(null);
            store.failAfterCommit(null);
        }
        feed = openFeed();
    }

    /** Lets so much time pass that what is idle is complete. */
    void pass(Duration time) {
        clock.pass(time);
        feed.tick();
        if (feed.status().condition() == FeedStatus.Condition.REOPEN) {
            reopen();
        }
    }

    FedQueryStatus status() {
        return feed.status(settings.queryId()).orElseThrow();
    }

    DrasiFeed feed() {
        return feed;
    }

    LiveResultsStore store() {
        return store;
    }

    @Override
    public void close() {
        feed.close();
        store.close();
    }
}
