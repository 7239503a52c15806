package io.afterimage.drasi.grpc;

import io.afterimage.RefusedException;
import java.time.Duration;

/**
 * What a server grants its senders. Together they bound its memory: {@code maxRequests} times {@code maxMessageBytes}.
 * Immutable.
 *
 * @param maxMessageBytes the longest request (1 or more); a longer one is answered with the status
 *     {@code RESOURCE_EXHAUSTED}
 * @param maxMetadataBytes the most bytes that headers of a request may have (1 or more)
 * @param maxConnections how many connections may be open (1 or more); a further one is closed at once
 * @param maxRequests how many requests are read and handled at a time, over all connections (1 or more); the others wait
 *     unread
 * @param requestTime how long a request may take to arrive once it is read (above 0)
 * @param idleTime how long a connection may be without a request (above 0)
 */
public record GrpcLimits(
        int maxMessageBytes,
        int maxMetadataBytes,
        int maxConnections,
        int maxRequests,
        Duration requestTime,
        Duration idleTime) {

    /** 16 MiB a request, 16 KiB of headers, 256 connections, 16 requests at a time, 30 s for one, 1 hour idle. */
    public static final GrpcLimits DEFAULT =
            new GrpcLimits(16 << 20, 16 << 10, 256, 16, Duration.ofSeconds(30), Duration.ofHours(1));

    /** Checks the ranges. */
    public GrpcLimits {
        int least = Math.min(Math.min(maxMessageBytes, maxMetadataBytes), Math.min(maxConnections, maxRequests));
        if (least < 1 || requestTime.toNanos() <= 0 || idleTime.toNanos() <= 0) {
            throw new RefusedException("A limit of the gRPC server admits nothing. Expected: 1 or more of everything,"
                    + " times above 0. Found: " + maxMessageBytes + " bytes, " + maxMetadataBytes
                    + " bytes of metadata, " + maxConnections + " connections, " + maxRequests + " requests, "
                    + requestTime + ", " + idleTime + ".");
        }
    }
}
