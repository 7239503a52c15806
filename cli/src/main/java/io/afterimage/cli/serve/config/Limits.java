package io.afterimage.cli.serve.config;

import java.time.Duration;

/**
 * What the server takes from its callers at most. Immutable.
 *
 * @param bodyBytes one request body or gRPC message
 * @param bodiesBytes all request bodies that are being received or worked on
 * @param batchItems changes in one request
 * @param connections HTTP connections at a time
 * @param threads threads that work for HTTP callers
 * @param heldBytes parts of unfinished emissions that are held, over all queries
 * @param headerBytes the head of one request
 * @param requestTime a request, from its first byte to the last of its answer
 * @param idleTime a connection without a byte in either direction
 */
public record Limits(
        long bodyBytes,
        long bodiesBytes,
        int batchItems,
        int connections,
        int threads,
        long heldBytes,
        int headerBytes,
        Duration requestTime,
        Duration idleTime) {}
