package io.afterimage.cli.serve;

import io.afterimage.LiveResultsStore;
import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import io.afterimage.cli.StoreUrl;
import io.afterimage.cli.Stores;
import io.afterimage.cli.mirror.config.MirrorConfig;
import io.afterimage.cli.serve.config.Limits;
import io.afterimage.cli.serve.config.QueryEntry;
import io.afterimage.cli.serve.config.ServeConfig;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.grpc.DrasiGrpcServer;
import io.afterimage.drasi.http.DrasiHttp;
import io.afterimage.drasi.http.HttpLimits;
import io.afterimage.drasi.http.HttpOptions;
import io.afterimage.drasi.metrics.FeedMeters;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server around one store. What starts it opens store, feed and listeners, in this order; they end the other way
 * round, so that nothing is accepted that could not be kept. Not thread-safe; one thread at a time.
 */
final class Service implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final Closing closing = new Closing();
    private final ServeConfig config;
    private final StoreUrl url;
    private String readyLine = "";

    private Service(ServeConfig config, StoreUrl url) {
        this.config = config;
        this.url = url;
    }

    /**
     * Opens the store and listens.
     *
     * @param config what the server is told
     * @param url where the store is
     * @param stores what opens it
     * @return a server that takes requests
     * @throws CommandFailure if an address cannot be listened at; nothing is left open
     * @throws io.afterimage.AfterimageException if the store cannot be opened
     */
    static Service start(ServeConfig config, StoreUrl url, Stores stores) {
        Service service = new Service(config, url);
        try {
            service.start(stores);
            return service;
        } catch (RuntimeException | Error failure) {
            try {
                service.close();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
            throw failure;
        }
    }

    private void start(Stores stores) {
        PrometheusMeterRegistry meters = Meters.ofProcess();
        LiveResultsStore store = Meters.metered(stores.openWriter(url, config.durability()), meters);
        closing.add(store::close);
        DrasiFeed feed = Feeds.open(config, store);
        closing.add(feed::close);
        new FeedMeters(feed, Set.copyOf(queryIds())).bindTo(meters);
        StoreProbe probe = new StoreProbe(store, config.health().writeTime(), System::nanoTime);
        closing.add(probe::close);
        Health health = new Health(config.health(), probe, url.location(), feed::status, Clock.systemUTC());
        Handler pages = new PagesHandler(store, health, meters);
        Handler.Sequence handlers = new Handler.Sequence(pages);
        MirrorConfig mirror = config.mirror();
        if (mirror != null) {
            handlers.addHandler(new MirrorHandler(ServedMirror.open(mirror, store, url, closing)));
        }
        handlers.addHandler(DrasiHttp.handlers(feed, store, httpOptions()));
        listen(feed, meters, handlers);
        LOG.info("Serving {}: {} queries are configured.", url, config.queries().size());
    }

    private HttpOptions httpOptions() {
        Limits limits = config.limits();
        HttpOptions options = HttpOptions.DEFAULT
                .batchPath(config.batchPath())
                .access(new CallerAccess())
                .limits(new HttpLimits(
                        (int) limits.bodyBytes(),
                        limits.bodiesBytes(),
                        limits.requestTime(),
                        HttpLimits.DEFAULT.maxViews(),
                        HttpLimits.DEFAULT.viewTime()));
        String pubsub = config.pubsub();
        return pubsub == null ? options : options.subscribe(pubsub, queryIds());
    }

    private List<String> queryIds() {
        return config.queries().stream().map(QueryEntry::id).toList();
    }

    /** Both listeners end at the same time, so that the grace time counts once. */
    private void listen(DrasiFeed feed, PrometheusMeterRegistry meters, Handler pages) {
        HttpServer http = HttpServer.of(config, meters, pages);
        closing.add(http::stop);
        InetSocketAddress at = listening("http", config.http(), http::start);
        readyLine = "listening: " + (config.tls() == null ? "http://" : "https://") + text(at);
        InetSocketAddress grpcAddress = config.grpc();
        if (grpcAddress != null) {
            DrasiGrpcServer grpc =
                    listening("grpc", grpcAddress, () -> GrpcServers.start(config, grpcAddress, feed, meters));
            closing.add(() -> {
                CompletableFuture<Void> ended =
                        CompletableFuture.runAsync(grpc::close, task -> new Thread(task, "serve-grpc-close").start());
                http.stop();
                ended.join();
            });
            InetSocketAddress grpcAt = new InetSocketAddress(grpcAddress.getAddress(), grpc.port());
            readyLine += (config.tls() == null ? " grpc://" : " grpcs://") + text(grpcAt);
        }
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Begins to listen. */
    private interface Start<T> {
        T listen() throws Exception;
    }

    private static <T> T listening(String key, InetSocketAddress address, Start<T> start) {
        try {
            return start.listen();
        } catch (CommandFailure e) {
            throw e;
        } catch (Exception e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The server cannot listen. Key: " + key + ". Expected: a free address of this machine. Found: "
                            + text(address) + ": " + e.getMessage()
                            + ". Next: configure another one, or stop who has it.",
                    e);
        }
    }

    /** Says where it listens: {@code listening: http://127.0.0.1:8080 grpc://127.0.0.1:50052}. */
    String readyLine() {
        return readyLine;
    }

    /**
     * Takes nothing more, waits as long as is configured for what is being answered, and closes the store. What was
     * acknowledged is in it. Idempotent.
     */
    @Override
    public void close() {
        closing.close();
    }
}
