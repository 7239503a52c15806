package io.afterimage.drasi.http;

import io.afterimage.RefusedException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/**
 * How the handlers are set up. Start from {@link #DEFAULT}. Immutable.
 *
 * @param batchPath where the HTTP reaction sends its batches: Drasi's {@code batchEndpoint}; begins with a slash
 * @param pubsubName the Dapr component that brings the events of Drasi Platform
 * @param subscriptions the queries that Dapr is told to bring
 * @param limits what clients are granted
 * @param access who may do what with which query
 * @param clock what bodies are timed with, and the views dated
 */
public record HttpOptions(
        String batchPath,
        String pubsubName,
        List<String> subscriptions,
        HttpLimits limits,
        QueryAccess access,
        Clock clock) {

    /** Batches at {@code /batch}, Dapr's component {@code drasi-pubsub}, no subscriptions, open, the system's clock. */
    public static final HttpOptions DEFAULT = new HttpOptions(
            "/batch", "drasi-pubsub", List.of(), HttpLimits.DEFAULT, QueryAccess.OPEN, Clock.systemUTC());

    /** Checks the path and copies the list. */
    public HttpOptions {
        Objects.requireNonNull(pubsubName, "pubsubName");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(clock, "clock");
        subscriptions = List.copyOf(subscriptions);
        if (!batchPath.startsWith("/") || batchPath.length() == 1) {
            throw new RefusedException(
                    "A path begins with a slash. Where: batch path. Expected: /batch or alike. Found: " + batchPath
                            + ".");
        }
    }

    /**
     * Sets where batches are sent.
     *
     * @param path Drasi's {@code batchEndpoint}
     * @return new options
     */
    public HttpOptions batchPath(String path) {
        return new HttpOptions(path, pubsubName, subscriptions, limits, access, clock);
    }

    /**
     * Sets what Dapr is told to bring.
     *
     * @param component Dapr's component
     * @param queryIds the queries
     * @return new options
     */
    public HttpOptions subscribe(String component, List<String> queryIds) {
        return new HttpOptions(batchPath, component, queryIds, limits, access, clock);
    }

    /**
     * Sets what clients are granted.
     *
     * @param bounds the limits
     * @return new options
     */
    public HttpOptions limits(HttpLimits bounds) {
        return new HttpOptions(batchPath, pubsubName, subscriptions, bounds, access, clock);
    }

    /**
     * Sets who may do what with which query.
     *
     * @param rule what decides
     * @return new options
     */
    public HttpOptions access(QueryAccess rule) {
        return new HttpOptions(batchPath, pubsubName, subscriptions, limits, rule, clock);
    }

    /**
     * Sets the clock.
     *
     * @param wallClock what bodies are timed with, and the views dated
     * @return new options
     */
    public HttpOptions clock(Clock wallClock) {
        return new HttpOptions(batchPath, pubsubName, subscriptions, limits, access, wallClock);
    }
}
