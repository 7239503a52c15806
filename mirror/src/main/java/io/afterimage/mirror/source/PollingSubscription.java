package io.afterimage.mirror.source;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Asks a source again and again. */
final class PollingSubscription implements SourceSubscription {

    private final SyncSource source;
    private final Pacing pacing;
    private final CountDownLatch closed = new CountDownLatch(1);

    private @Nullable String cursor;
    private boolean mustPause;

    PollingSubscription(SyncSource source, @Nullable String cursor, Pacing pacing) {
        this.source = source;
        this.cursor = cursor;
        this.pacing = pacing;
    }

    @Override
    public Optional<Pulled> next() throws InterruptedException {
        while (!isClosed()) {
            if (mustPause && pacing.time().await(closed, pacing.pause())) {
                break;
            }
            mustPause = true; // also after a failure
            Pulled pulled = source.pull(cursor);
            boolean moved = !pulled.changesNothing(cursor);
            mustPause = !pulled.hasMore() || !moved;
            cursor = pulled.cursor() == null ? cursor : pulled.cursor();
            if (moved) {
                return Optional.of(pulled);
            }
        }
        return Optional.empty();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
