package io.afterimage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import io.afterimage.StoreClosedException;
import java.util.concurrent.CountDownLatch;

/** A store that is closed while it is used. Thread-safe. */
final class Closing {

    private final LiveResultsStore store;
    private final CountDownLatch calls;
    private volatile boolean closed;

    /** Closes only after so many calls. */
    Closing(LiveResultsStore store, int calls) {
        this.store = store;
        this.calls = new CountDownLatch(calls);
    }

    void closeOnceAllHaveBegun() throws InterruptedException {
        calls.await();
        store.close();
        closed = true;
    }

    /** Makes a call again and again until it finds the store closed, which no call made after the close may miss. */
    void untilClosed(Runnable call) {
        try {
            while (true) {
                boolean closedBefore = closed;
                call.run();
                calls.countDown();
                assertThat(closedBefore).as("a call after the close has worked").isFalse();
            }
        } catch (StoreClosedException e) {
            assertThat(e).hasMessageContaining("closed");
        } finally {
            while (calls.getCount() > 0) {
                calls.countDown(); // a failure here must not keep the closer waiting
            }
        }
    }
}
