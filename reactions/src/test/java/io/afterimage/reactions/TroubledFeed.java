package io.afterimage.reactions;

import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.Snapshot;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A live query whose calls fail, and whose emissions get lost on the way, on demand. */
final class TroubledFeed implements EmissionFeed {

    private final EmissionFeed feed;
    private final boolean durable;
    private final Queue<RuntimeException> troubles = new ArrayDeque<>();
    private boolean losing;
    private @Nullable Runnable beforeNextSnapshot;
    private @Nullable Runnable afterNextSubscription;
    private int snapshots;

    TroubledFeed(EmissionFeed feed, boolean durable) {
        this.feed = feed;
        this.durable = durable;
    }

    /** Lets the next calls that ask for something fail. */
    void fail(int calls, Supplier<RuntimeException> trouble) {
        for (int i = 0; i < calls; i++) {
            troubles.add(trouble.get());
        }
    }

    /** From now on emissions are lost on the way to the listeners, or no longer. */
    void lose(boolean lost) {
        losing = lost;
    }

    void beforeNextSnapshot(Runnable deed) {
        beforeNextSnapshot = deed;
    }

    void afterNextSubscription(Runnable deed) {
        afterNextSubscription = deed;
    }

    int snapshots() {
        return snapshots;
    }

    @Override
    public String queryId() {
        return feed.queryId();
    }

    @Override
    public boolean durable() {
        return durable;
    }

    @Override
    public Position head() {
        meetTrouble();
        return feed.head();
    }

    @Override
    public OutboxRead outboxAfter(Position position, int maxEntries) {
        meetTrouble();
        return feed.outboxAfter(position, maxEntries);
    }

    @Override
    public Snapshot readSnapshot() {
        meetTrouble();
        snapshots++;
        Runnable deed = beforeNextSnapshot;
        beforeNextSnapshot = null;
        if (deed != null) {
            deed.run();
        }
        return feed.readSnapshot();
    }

    @Override
    public Subscription subscribe(EmissionListener listener) {
        meetTrouble();
        Subscription subscription = feed.subscribe(new EmissionListener() {
            @Override
            public void emitted(Emission emission) {
                if (!losing) {
                    listener.emitted(emission);
                }
            }

            @Override
            public void restarted(Position head) {
                listener.restarted(head);
            }
        });
        Runnable deed = afterNextSubscription;
        afterNextSubscription = null;
        if (deed != null) {
            deed.run();
        }
        return subscription;
    }

    private void meetTrouble() {
        RuntimeException trouble = troubles.poll();
        if (trouble != null) {
            throw trouble;
        }
    }
}
