package io.afterimage.reactions.campaign;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.OutboxEntry;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.Row;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.StoreUnavailableException;
import io.afterimage.reactions.EmissionCodec;
import io.afterimage.reactions.EmissionFeed;
import io.afterimage.reactions.EmissionListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A live query in another process. While that is away, calls are unavailable; a subscription finds it again. */
final class RemoteFeed implements EmissionFeed {

    private static final long PAUSE_MS = 20;

    private final Path portFile;
    private final String queryId;

    RemoteFeed(Path portFile, String queryId) {
        this.portFile = portFile;
        this.queryId = queryId;
    }

    private interface Call<T> {
        T on(Line line) throws IOException;
    }

    private <T> T ask(int what, Call<T> call) {
        try (Line line = begin(what)) {
            return call.on(line);
        } catch (IOException e) {
            throw new StoreUnavailableException("The query host does not answer. Query: " + queryId + ".", e);
        }
    }

    private Line begin(int what) throws IOException {
        Line line = Line.to(portFile);
        line.out.write(what);
        line.out.writeUTF(queryId);
        line.out.flush();
        return line;
    }

    @Override
    public String queryId() {
        return queryId;
    }

    @Override
    public boolean durable() {
        return true;
    }

    @Override
    public Position head() {
        return ask(Wire.HEAD, line -> Wire.readPosition(line.in));
    }

    @Override
    public OutboxRead outboxAfter(Position position, int maxEntries) {
        return ask(Wire.OUTBOX, line -> {
            Wire.write(line.out, position);
            line.out.writeInt(maxEntries);
            line.out.flush();
            return Wire.readOutbox(line.in, position);
        });
    }

    @Override
    public Snapshot readSnapshot() {
        return ask(Wire.SNAPSHOT, line -> {
            Position at = Wire.readPosition(line.in);
            long count = line.in.readLong();
            List<Row> rows = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                rows.add(new Row(line.in.readLong(), Wire.readBytes(line.in)));
            }
            InMemoryLiveResultsStore copy = new InMemoryLiveResultsStore();
            copy.replaceAll(queryId, at, RowSource.of(rows));
            return copy.readSnapshot(queryId);
        });
    }

    @Override
    public Subscription subscribe(EmissionListener listener) {
        return ask(Wire.HEAD, line -> new Listening(listener)); // whoever cannot ask cannot listen either
    }

    /** A thread that listens, finds the host again when it has died, and says so. */
    private final class Listening implements Subscription {

        private final EmissionListener listener;
        private final CountDownLatch connected = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile @Nullable Line current;

        Listening(EmissionListener listener) throws IOException {
            this.listener = listener;
            Thread thread = new Thread(this::listen, "listening to " + queryId);
            thread.setDaemon(true);
            thread.start();
            try {
                if (!connected.await(10, TimeUnit.SECONDS)) {
                    throw new IOException("The host takes no subscription.");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        private void listen() {
            while (closed.getCount() > 0) {
                try (Line line = begin(Wire.SUBSCRIBE)) {
                    line.waitForEver();
                    current = line;
                    Position head = Wire.readPosition(line.in);
                    if (connected.getCount() == 0) {
                        listener.restarted(head); // what was published meanwhile was not heard
                    }
                    connected.countDown();
                    while (closed.getCount() > 0) {
                        hear(line);
                    }
                } catch (IOException away) {
                    pause();
                }
            }
        }

        private void hear(Line line) throws IOException {
            int what = line.in.readUnsignedByte();
            Position position = Wire.readPosition(line.in);
            if (what == Wire.RESTARTED) {
                listener.restarted(position);
            } else {
                OutboxEntry entry = new OutboxEntry(position.sequence(), Wire.readBytes(line.in));
                listener.emitted(EmissionCodec.decode(queryId, position, entry));
            }
        }

        private void pause() {
            try {
                closed.await(PAUSE_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                closed.countDown();
            }
        }

        @Override
        public Optional<Throwable> failure() {
            return Optional.empty();
        }

        @Override
        public void close() {
            closed.countDown();
            Line line = current;
            if (line != null) {
                try {
                    line.close();
                } catch (IOException e) {
                    throw new StoreUnavailableException("The subscription cannot be closed.", e);
                }
            }
        }
    }
}
