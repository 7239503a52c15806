package io.afterimage.reactions;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The listeners of a live query. Thread-safe, but {@link #tell} is for one thread at a time. */
final class Subscribers {

    private final List<Place> places = new CopyOnWriteArrayList<>();

    EmissionFeed.Subscription add(EmissionListener listener) {
        Place place = new Place(listener);
        places.add(place);
        return place;
    }

    /** Calls every listener. One that throws is not called again. */
    void tell(Consumer<EmissionListener> news) {
        places.forEach(place -> place.tell(news));
    }

    void clear() {
        places.forEach(Place::close);
    }

    /** Idle, being called, or closed: a call begins only from idle, so closing never waits for one. */
    private enum State {
        IDLE,
        CALLING,
        CLOSED
    }

    private final class Place implements EmissionFeed.Subscription {

        private final EmissionListener listener;
        private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
        private volatile @Nullable Throwable failure;

        Place(EmissionListener listener) {
            this.listener = listener;
        }

        void tell(Consumer<EmissionListener> news) {
            if (!state.compareAndSet(State.IDLE, State.CALLING)) {
                return;
            }
            try {
                news.accept(listener);
            } catch (Throwable thrown) { // whatever it is, the publisher's commit stands
                failure = thrown;
                close();
            }
            state.compareAndSet(State.CALLING, State.IDLE);
        }

        @Override
        public Optional<Throwable> failure() {
            return Optional.ofNullable(failure);
        }

        @Override
        public void close() {
            state.set(State.CLOSED);
            places.remove(this);
        }
    }
}
