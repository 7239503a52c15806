package io.afterimage.cli.serve.config;

import java.time.Duration;

/**
 * What the server takes from its callers at most. Immutable.
 *
 * @param bodyBytes one request body or gRPC message
 * @param bodiesBytes all request bodies that are being received or worked on
 * @param connections connections at a time, of HTTP and of gRPC
 * @param threads threads that work for callers, of HTTP and of gRPC
 * @param heldBytes parts of unfinished emissions that are held, over all queries
 * @param headerBytes the head of one request
 * @param requestTime a request, from its first byte to its last
 * @param idleTime an HTTP connection without a byte in either direction
 */
public record Limits(
        long bodyBytes,
        long bodiesBytes,
        int connections,
        int threads,
        long heldBytes,
        int headerBytes,
        Duration requestTime,
        Duration idleTime) {}
