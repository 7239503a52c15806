package io.afterimage.reactions;

import io.afterimage.Position;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a feed has published and a worker has not yet taken, bounded. When it is full it takes nothing more until it is
 * reopened: what it left out is in the outbox, because a feed publishes only what is stored. It never makes the publisher
 * wait. Thread-safe.
 */
final class LiveBuffer implements EmissionListener {

    private final int capacity;
    private final Runnable wake;
    private final ArrayDeque<Emission> emissions = new ArrayDeque<>();
    private boolean overflowed;
    private boolean restarted;
    private Position lastHeard = Position.NONE;

    LiveBuffer(int capacity, Runnable wake) {
        this.capacity = capacity;
        this.wake = wake;
    }

    @Override
    public void emitted(Emission emission) {
        synchronized (this) {
            lastHeard = emission.position();
            overflowed |= emissions.size() == capacity;
            if (!overflowed) {
                emissions.add(emission);
            }
        }
        wake.run();
    }

    @Override
    public void restarted(Position head) {
        synchronized (this) {
            lastHeard = head;
            restarted = true;
        }
        wake.run();
    }

    /** The oldest emission that waits; null if none does. */
    synchronized @Nullable Emission poll() {
        return emissions.poll();
    }

    /** Whether emissions were left out behind those that wait. */
    synchronized boolean overflowed() {
        return overflowed;
    }

    /** Takes emissions again. What was left out before this call can be read from the outbox after it. */
    synchronized void reopen() {
        overflowed = false;
    }

    /** Whether the query was restarted since the last call. */
    synchronized boolean takeRestarted() {
        boolean answer = restarted;
        restarted = false;
        return answer;
    }

    /** Where the query stood when it was last heard of. */
    synchronized Position lastHeard() {
        return lastHeard;
    }
}
