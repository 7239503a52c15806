package io.afterimage.drasi.grpc;

import io.afterimage.drasi.DrasiFeed;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Listens for Drasi's gRPC reaction and gives what it sends to a feed. Thread-safe.
 *
 * <p>A request that was answered with {@code success=true} is durable. {@link #close} takes no further one and lets those
 * that are inside end, so nothing that was answered is lost, and nothing that was not answered has to be kept.
 */
public final class DrasiGrpcServer implements AutoCloseable {

    /** What HTTP/2 asks for at least. Few of them are let in at a time, and with very few some clients stall. */
    private static final int CALLS_PER_CONNECTION = 100;

    /** How long connections may take to be cut. */
    private static final Duration CUTTING_TIME = Duration.ofSeconds(1);

    private final Server server;
    private final RequestGate gate;
    private final ServerThreads threads;
    private final Duration stopTime;

    private DrasiGrpcServer(Server server, RequestGate gate, ServerThreads threads, Duration stopTime) {
        this.server = server;
        this.gate = gate;
        this.threads = threads;
        this.stopTime = stopTime;
    }

    /**
     * Prepares a server.
     *
     * @param feed where the requests go; stays the caller's, to be closed after the server
     * @return a builder
     */
    public static Builder over(DrasiFeed feed) {
        return new Builder(feed);
    }

    /**
     * Where it listens.
     *
     * @return the port, also where the system chose it
     */
    public int port() {
        return server.getPort();
    }

    /** Takes no further request, waits for those inside, then closes every connection. Idempotent. */
    @Override
    public void close() {
        server.shutdown();
        try {
            gate.awaitEmpty(stopTime);
            server.shutdownNow();
            server.awaitTermination(CUTTING_TIME.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        } finally {
            threads.close();
        }
    }

    /** Collects how a server is to be. Not thread-safe; one thread at a time. */
    public static final class Builder {

        private final DrasiFeed feed;
        private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 50052);
        private ServerCredentials credentials = InsecureServerCredentials.create();
        private GrpcLimits limits = GrpcLimits.DEFAULT;
        private Duration stopTime = Duration.ofSeconds(10);
        private final List<ServerInterceptor> interceptors = new ArrayList<>();

        private Builder(DrasiFeed feed) {
            this.feed = Objects.requireNonNull(feed, "feed");
        }

        /**
         * Sets where it listens.
         *
         * @param socketAddress the address; loopback and Drasi's own port 50052 unless told, port 0 lets the system choose
         * @return this builder
         */
        public Builder listenOn(InetSocketAddress socketAddress) {
            address = Objects.requireNonNull(socketAddress, "socketAddress");
            return this;
        }

        /**
         * Sets who the server is, for TLS.
         *
         * @param serverCredentials the credentials; none, and no TLS, unless told
         * @return this builder
         */
        public Builder credentials(ServerCredentials serverCredentials) {
            credentials = Objects.requireNonNull(serverCredentials, "serverCredentials");
            return this;
        }

        /**
         * Adds who looks at a call before it is let in, for instance at its bearer token. A call that it ends costs
         * neither a place nor memory.
         *
         * @param interceptor the interceptor; the one added first looks first
         * @return this builder
         */
        public Builder intercept(ServerInterceptor interceptor) {
            interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
            return this;
        }

        /**
         * Sets what senders are granted.
         *
         * @param bounds the limits; {@link GrpcLimits#DEFAULT} unless told
         * @return this builder
         */
        public Builder limits(GrpcLimits bounds) {
            limits = Objects.requireNonNull(bounds, "bounds");
            return this;
        }

        /**
         * Sets how long {@link DrasiGrpcServer#close} waits for the requests that are inside.
         *
         * @param time 0 or more; 10 s unless told
         * @return this builder
         */
        public Builder stopTime(Duration time) {
            stopTime = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * Starts to listen.
         *
         * @return the server, to be closed by the caller
         * @throws IOException if the address cannot be listened on; nothing is left running
         */
        public DrasiGrpcServer start() throws IOException {
            ServerThreads threads = new ServerThreads(limits.maxRequests());
            RequestGate gate = new RequestGate(limits.maxRequests(), limits.requestTime(), threads.timer());
            try {
                return new DrasiGrpcServer(build(gate, threads).start(), gate, threads, stopTime);
            } catch (IOException e) {
                threads.close();
                throw e;
            }
        }

        private Server build(RequestGate gate, ServerThreads threads) {
            return NettyServerBuilder.forAddress(address, credentials)
                    .bossEventLoopGroup(threads.listening())
                    .workerEventLoopGroup(threads.talking())
                    .channelFactory(() -> new LimitedListener(limits.maxConnections()))
                    .executor(threads.working())
                    .addService(service(gate))
                    .maxInboundMessageSize(limits.maxMessageBytes())
                    .maxInboundMetadataSize(limits.maxMetadataBytes())
                    .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                    .handshakeTimeout(limits.requestTime().toNanos(), TimeUnit.NANOSECONDS)
                    .maxConnectionIdle(limits.idleTime().toNanos(), TimeUnit.NANOSECONDS)
                    .keepAliveTime(1, TimeUnit.MINUTES)
                    .keepAliveTimeout(20, TimeUnit.SECONDS)
                    .permitKeepAliveTime(10, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true)
                    .build();
        }

        private ServerServiceDefinition service(RequestGate gate) {
            List<ServerInterceptor> all = new ArrayList<>(interceptors);
            all.add(gate);
            return ServerInterceptors.interceptForward(ReactionService.over(feed), all);
        }
    }
}
