package io.afterimage.cli.serve;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose request does not arrive in time, however often they send a byte: an idle timeout alone never ends
 * a client that sends a byte now and then. A request has arrived with its last byte, or when it is answered.
 */
final class SlowConnections extends Handler.Wrapper implements Connection.Listener {

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(1);

    /** Stands for nothing complete at all: the handshake of TLS counts as the beginning of the first request. */
    private static final long HANDSHAKE = -1;

    private final Map<Connection, Arrival> arrivals = new ConcurrentHashMap<>();
    private final long patienceNanos;
    private final Scheduler scheduler;
    private final LongSupplier nanoTime;

    SlowConnections(Duration patience, Scheduler scheduler, LongSupplier nanoTime, Handler next) {
        super(next);
        this.patienceNanos = patience.toNanos();
        this.scheduler = scheduler;
        this.nanoTime = nanoTime;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        nextRound();
    }

    private void nextRound() {
        long nanos = Math.min(patienceNanos / 2 + 1, LONGEST_ROUND.toNanos());
        scheduler.schedule(this::round, nanos, TimeUnit.NANOSECONDS);
    }

    private void round() {
        if (isRunning()) {
            closeLate();
            nextRound();
        }
    }

    /** Closes the connections that are late by now. */
    void closeLate() {
        long now = nanoTime.getAsLong();
        arrivals.forEach((connection, arrival) -> {
            if (arrival.late(connection.getBytesIn(), now, patienceNanos)) {
                connection.getEndPoint().close();
            }
        });
    }

    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof SslConnection)) { // the connection inside it is told of, too
            boolean encrypted = connection.getEndPoint() instanceof SslConnection.SslEndPoint;
            arrivals.put(connection, new Arrival(encrypted ? HANDSHAKE : 0));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        arrivals.remove(connection);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        Request.addCompletionListener(request, failure -> arrived(connection));
        if (hasNoBody(request)) {
            arrived(connection);
        }
        return super.handle(new Arriving(request, connection), response, callback);
    }

    private static boolean hasNoBody(Request request) {
        HttpFields headers = request.getHeaders();
        return headers.getLongField(HttpHeader.CONTENT_LENGTH) <= 0 && !headers.contains(HttpHeader.TRANSFER_ENCODING);
    }

    private void arrived(Connection connection) {
        Arrival arrival = arrivals.get(connection);
        if (arrival != null) {
            arrival.complete(connection.getBytesIn());
        }
    }

    /** A request that tells when its last byte is there. */
    private final class Arriving extends Request.Wrapper {

        private final Connection connection;

        Arriving(Request request, Connection connection) {
            super(request);
            this.connection = connection;
        }

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            if (chunk != null && chunk.isLast()) {
                arrived(connection);
            }
            return chunk;
        }
    }

    /** What has come of the request that a connection is sending. Thread-safe. */
    private static final class Arrival {

        private long completeAtBytes;
        private long begunNanos;
        private boolean begun;

        Arrival(long completeAtBytes) {
            this.completeAtBytes = completeAtBytes;
        }

        synchronized void complete(long bytesIn) {
            completeAtBytes = bytesIn;
            begun = false;
        }

        /** The beginning of a request is noticed by the first look after it. */
        synchronized boolean late(long bytesIn, long now, long patienceNanos) {
            if (bytesIn == completeAtBytes) {
                begun = false;
            } else if (!begun) {
                begun = true;
                begunNanos = now;
            }
            return begun && now - begunNanos > patienceNanos;
        }
    }
}
