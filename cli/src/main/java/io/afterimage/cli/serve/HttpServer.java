package io.afterimage.cli.serve;

import io.afterimage.cli.serve.config.Limits;
import io.afterimage.cli.serve.config.ServeConfig;
import io.afterimage.cli.serve.config.TlsFiles;
import io.afterimage.drasi.http.DrasiHttp;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jetty, with everything bounded: threads, connections, heads, and the time that a request may take to arrive. Bodies are bounded
 * by whoever reads them. Thread-safe.
 */
final class HttpServer {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final Logger ACCESS = LoggerFactory.getLogger("io.afterimage.access");

    /** Jetty's own threads: one that accepts, one that selects, and one to spare. */
    private static final int OWN_THREADS = 3;

    private static final int THREAD_IDLE_MS = 60_000;
    private static final int ACCEPT_QUEUE = 1_024;

    /** How long a connection may be idle while there are as many as are allowed. */
    private static final Duration CROWDED_IDLE_TIME = Duration.ofSeconds(2);

    /** How long a connection may be idle once no further request is taken. */
    private static final Duration IDLE_TIME_AT_THE_END = Duration.ofMillis(100);

    private final Server server;
    private final ServerConnector connector;

    private HttpServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Makes a server; it does not listen yet.
     *
     * @param config addresses and limits
     * @param meters where requests are counted
     * @param pages what answers requests that were let through
     */
    static HttpServer of(ServeConfig config, MeterRegistry meters, Handler pages) {
        Server server = new Server(threads(config.limits()));
        ServerConnector connector = connector(server, config);
        server.addConnector(connector);
        server.addBean(connectionLimit(config.limits(), connector));
        server.setHandler(handlers(config, meters, server, connector, pages));
        server.setErrorHandler(new ErrorAnswer());
        server.setRequestLog(HttpServer::log);
        server.setStopTimeout(config.grace().toMillis());
        Gauge.builder(
                        "afterimage.http.connections",
                        connector,
                        it -> it.getConnectedEndPoints().size())
                .description("Open connections")
                .register(meters);
        return new HttpServer(server, connector);
    }

    /** What waits for a thread needs no bound of its own: a connection waits once at most. */
    private static QueuedThreadPool threads(Limits limits) {
        int most = limits.threads() + OWN_THREADS;
        QueuedThreadPool threads = new QueuedThreadPool(most, Math.min(most, OWN_THREADS + 1), THREAD_IDLE_MS);
        threads.setName("http");
        return threads;
    }

    private static ServerConnector connector(Server server, ServeConfig config) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(config.limits().headerBytes());
        DrasiHttp.takeQueryIds(http);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        TlsFiles tls = config.tls();
        ServerConnector connector = tls == null
                ? new ServerConnector(server, 1, 1, plain)
                : new ServerConnector(server, 1, 1, new SslConnectionFactory(tls(tls), plain.getProtocol()), plain);
        connector.setHost(config.http().getAddress().getHostAddress());
        connector.setPort(config.http().getPort());
        connector.setIdleTimeout(config.limits().idleTime().toMillis());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setShutdownIdleTimeout(IDLE_TIME_AT_THE_END.toMillis());
        return connector;
    }

    private static SslContextFactory.Server tls(TlsFiles files) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(PemKeyStore.read(files));
        tls.setKeyStorePassword("");
        tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        return tls;
    }

    private static NetworkConnectionLimit connectionLimit(Limits limits, ServerConnector connector) {
        NetworkConnectionLimit limit = new NetworkConnectionLimit(limits.connections(), connector);
        limit.setEndPointIdleTimeout(CROWDED_IDLE_TIME.toMillis());
        return limit;
    }

    /** From the outside in: meters, the end of serving, slow senders, rights, pages. */
    private static Handler handlers(
            ServeConfig config, MeterRegistry meters, Server server, ServerConnector connector, Handler pages) {
        Handler access = new AccessHandler(new Tokens(config.access()), config.access(), pages);
        SlowConnections slow =
                new SlowConnections(config.limits().requestTime(), server.getScheduler(), System::nanoTime, access);
        connector.addBean(slow, false);
        return new MeteredHandler(meters, new GracefulHandler(slow));
    }

    private static void log(Request request, Response response) {
        if (ACCESS.isDebugEnabled()) {
            Object caller = request.getAttribute(Caller.class.getName());
            ACCESS.debug(
                    "{} {} {} {} from {} by {}",
                    response.getStatus(),
                    request.getMethod(),
                    request.getHttpURI().getPath(),
                    Response.getContentBytesWritten(response),
                    Request.getRemoteAddr(request),
                    caller == null ? "?" : ((Caller) caller).name());
        }
    }

    /**
     * Listens.
     *
     * @return where
     * @throws Exception if that is not possible
     */
    InetSocketAddress start() throws Exception {
        server.start();
        return new InetSocketAddress(connector.getHost(), connector.getLocalPort());
    }

    /** Takes no more connections and requests, and waits for those that are being answered, but no longer than is granted. */
    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("Not every request was answered before the end.", e);
        }
    }
}
