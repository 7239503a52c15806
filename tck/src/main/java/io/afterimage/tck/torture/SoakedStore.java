package io.afterimage.tck.torture;

import io.afterimage.LiveResultsStore;
import io.afterimage.StoreClosedException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A store that is closed and opened again while others use it. A call that meets the closed store has done nothing there,
 * and is made again on the next one. Thread-safe.
 */
final class SoakedStore {

    private final Supplier<LiveResultsStore> opening;
    private volatile LiveResultsStore current;

    SoakedStore(Supplier<LiveResultsStore> opening) {
        this.opening = opening;
        this.current = opening.get();
    }

    <T> T call(Function<LiveResultsStore, T> call) {
        LiveResultsStore store = current;
        while (true) {
            try {
                return call.apply(store);
            } catch (StoreClosedException e) {
                store = next(store, e);
            }
        }
    }

    /** The store after one that says that it is closed, which it must be. */
    @SuppressWarnings("ReferenceEquality") // another store may be equal
    synchronized LiveResultsStore next(LiveResultsStore store, StoreClosedException refusal) {
        if (current == store) {
            throw new AssertionError("A store says that it is closed, and nobody has closed it.", refusal);
        }
        return current;
    }

    synchronized void reopen() {
        current.close();
        current = opening.get();
    }

    synchronized void close() {
        current.close();
    }
}
