package io.afterimage.reactions.campaign;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.Retention;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import io.afterimage.reactions.Emission;
import io.afterimage.reactions.EmissionCodec;
import io.afterimage.reactions.EmissionFeed;
import io.afterimage.reactions.EmissionListener;
import io.afterimage.reactions.LiveQuery;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Hosts two live queries over RocksDB: one that keeps all its emissions, and one that keeps few. */
final class HostProcess {

    static final String WIDE = "wide";
    static final String NARROW = "narrow";
    static final String SOURCE = "producer";
    private static final int WAITING_EMISSIONS = 64;

    private final Map<String, LiveQuery> queries = new HashMap<>();
    private final Steps steps;

    private HostProcess(LiveResultsStore store, Steps steps) {
        this.steps = steps;
        open(store, WIDE, Retention.ofEntries(1_000_000));
        open(store, NARROW, Retention.ofEntries(5));
    }

    private void open(LiveResultsStore store, String queryId, Retention retention) {
        queries.put(
                queryId,
                LiveQuery.over(store, queryId)
                        .configHash(queryId.hashCode())
                        .retention(retention)
                        .open());
    }

    static Path storeIn(Path directory) {
        return directory.resolve("host");
    }

    static Path portFileIn(Path directory) {
        return directory.resolve("port");
    }

    /**
     * Runs the host until its input ends.
     *
     * @param args the directory and the seed of the campaign
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        try (LiveResultsStore store = RocksDbLiveResultsStore.at(storeIn(directory))
                        .durability(Durability.PROCESS_CRASH)
                        .memoryBudgetBytes(16L << 20)
                        .open();
                ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            HostProcess host = new HostProcess(store, new Steps(Long.parseLong(args[1])));
            Path unfinished = directory.resolve("port.unfinished");
            Files.writeString(unfinished, Integer.toString(server.getLocalPort()));
            Files.move(unfinished, portFileIn(directory), StandardCopyOption.ATOMIC_MOVE);
            daemon("accepting", () -> host.acceptAll(server));
            Report.say("ready");
            Report.untilInputEnds();
        }
    }

    private void acceptAll(ServerSocket server) {
        try {
            while (true) {
                Socket socket = server.accept();
                daemon("serving", () -> serve(socket));
            }
        } catch (SocketException closed) {
            Report.say("closed");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket) {
        try (socket;
                Line line = Line.accepted(socket)) {
            while (true) {
                int what = line.in.readUnsignedByte();
                LiveQuery query = Objects.requireNonNull(queries.get(line.in.readUTF()));
                answer(what, query, line);
                line.out.flush();
            }
        } catch (EOFException | SocketException gone) {
            Report.say("gone"); // whoever asked has what it wanted, or was killed
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(int what, LiveQuery query, Line line) throws IOException {
        switch (what) {
            case Wire.HEAD -> Wire.write(line.out, query.head());
            case Wire.OUTBOX -> Wire.write(line.out, query.outboxAfter(Wire.readPosition(line.in), line.in.readInt()));
            case Wire.SNAPSHOT -> sendSnapshot(query, line);
            case Wire.SUBSCRIBE -> sendAll(query, line);
            case Wire.STEPS_DONE -> line.out.writeLong(stepsDone(query));
            case Wire.PUBLISH -> publish(query, line.in.readLong(), line);
            default -> throw new IOException("Nobody knows what is asked. Found: " + what + ".");
        }
    }

    private static long stepsDone(LiveQuery query) {
        byte[] stored = query.sourcePositions().get(SOURCE);
        return stored == null ? 0 : ByteBuffer.wrap(stored).getLong();
    }

    private void publish(LiveQuery query, long step, Line line) throws IOException {
        byte[] position = ByteBuffer.allocate(Long.BYTES).putLong(step).array();
        query.publish(steps.diffs(query.queryId(), step), Map.of(SOURCE, position));
        line.out.writeLong(step);
    }

    private static void sendSnapshot(LiveQuery query, Line line) throws IOException {
        try (Snapshot snapshot = query.readSnapshot();
                RowCursor rows = snapshot.cursor()) {
            Wire.write(line.out, snapshot.position());
            line.out.writeLong(snapshot.rowCount());
            while (rows.next()) {
                line.out.writeLong(rows.rowSignature());
                Wire.write(line.out, rows.copyData());
            }
        }
    }

    /** News for one subscriber: an emission, or a restart where there is none. */
    private record News(Position position, @Nullable Emission emission) {}

    private static void sendAll(LiveQuery query, Line line) throws IOException {
        BlockingQueue<News> news = new ArrayBlockingQueue<>(WAITING_EMISSIONS);
        EmissionListener listener = new EmissionListener() {
            @Override
            public void emitted(Emission emission) {
                offer(new News(emission.position(), emission));
            }

            @Override
            public void restarted(Position head) {
                offer(new News(head, null));
            }

            private void offer(News one) {
                if (!news.offer(one)) {
                    throw new IllegalStateException("The subscriber is too slow."); // it comes back and asks the outbox
                }
            }
        };
        EmissionFeed.Subscription subscription = query.subscribe(listener);
        try {
            Wire.write(line.out, query.head());
            line.out.flush();
            while (subscription.failure().isEmpty()) {
                send(news.take(), line);
            }
            throw new EOFException();
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            subscription.close();
        }
    }

    private static void send(News news, Line line) throws IOException {
        Emission emission = news.emission();
        line.out.write(emission == null ? Wire.RESTARTED : Wire.EMITTED);
        Wire.write(line.out, news.position());
        if (emission != null) {
            Wire.write(line.out, EmissionCodec.encode(emission));
        }
        line.out.flush();
    }

    static List<String> queryIds() {
        return List.of(WIDE, NARROW);
    }
}
