package io.afterimage.cli.serve.config;

import io.afterimage.Durability;
import io.afterimage.cli.mirror.config.MirrorConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code serve} can be told, with the defaults in place of what it was not. Immutable.
 *
 * @param http where HTTP is served
 * @param grpc where gRPC is served, null for nowhere
 * @param tls the files for TLS on both, null for none
 * @param access who may do what
 * @param batchPath where the HTTP reaction sends batches
 * @param pubsub the Dapr component that is told to bring the events of the known queries, null for none
 * @param queries the queries that are known
 * @param unknownQueries the rules of all other queries, null if they are refused
 * @param mirror the mirror in the store that is served too, null for none
 * @param limits what callers may ask for at most
 * @param health from where on the server calls itself unwell
 * @param grace how long requests in flight have to end when the server stops
 * @param durability what an acknowledged write survives
 * @param log how much is logged
 */
public record ServeConfig(
        InetSocketAddress http,
        @Nullable InetSocketAddress grpc,
        @Nullable TlsFiles tls,
        AccessSettings access,
        String batchPath,
        @Nullable String pubsub,
        List<QueryEntry> queries,
        @Nullable QueryRules unknownQueries,
        @Nullable MirrorConfig mirror,
        Limits limits,
        HealthThresholds health,
        Duration grace,
        Durability durability,
        LogLevel log) {

    /** Copies the list. */
    public ServeConfig {
        queries = List.copyOf(queries);
    }
}
