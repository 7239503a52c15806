package io.afterimage.drasi.http;

import io.afterimage.RefusedException;
import java.time.Duration;

/**
 * What the handlers grant their clients. Immutable.
 *
 * @param maxBodyBytes the longest body (1 or more); a longer one is answered 413
 * @param maxBodiesBytes how many bytes all bodies take that are being read or handled (at least one body); what would
 *     exceed it is answered 503
 * @param bodyTime how long a body may take to arrive (above 0); a slower one is answered 408
 * @param maxViews how many views are written at a time (1 or more); a further one is answered 503
 * @param viewTime how long a view may take to be read (above 0); a slower reader is cut off
 */
public record HttpLimits(int maxBodyBytes, long maxBodiesBytes, Duration bodyTime, int maxViews, Duration viewTime) {

    /** 16 MiB a body, 256 MiB all bodies, 30 s a body, 64 views, 10 min a view. */
    public static final HttpLimits DEFAULT =
            new HttpLimits(16 << 20, 256L << 20, Duration.ofSeconds(30), 64, Duration.ofMinutes(10));

    /** Checks the ranges. */
    public HttpLimits {
        if (maxBodyBytes < 1
                || maxBodiesBytes < maxBodyBytes
                || maxViews < 1
                || bodyTime.toNanos() <= 0
                || viewTime.toNanos() <= 0) {
            throw new RefusedException("A limit of the HTTP handlers admits nothing. Expected: 1 or more of everything,"
                    + " room for one body, times above 0. Found: " + maxBodyBytes + " bytes a body, " + maxBodiesBytes
                    + " bytes all bodies, " + bodyTime + ", " + maxViews + " views, " + viewTime + ".");
        }
    }
}
