package io.afterimage.drasi.view;

import io.afterimage.QueryId;
import io.afterimage.RefusedException;
import io.afterimage.drasi.view.ViewException.Trouble;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads views from Drasi Platform's view service, or from another Afterimage. Over {@code https} it trusts whom the platform
 * trusts. Redirects are not followed. Thread-safe.
 *
 * <p>The heap it takes does not grow with the number of rows: one row at a time, and a few buffers.
 */
public final class ViewClient {

    private final URI base;
    private final Duration connectTimeout;
    private final Duration readTimeout;
    private final int maxRowBytes;
    private final @Nullable String bearerToken;

    private ViewClient(Builder builder) {
        base = builder.base;
        connectTimeout = builder.connectTimeout;
        readTimeout = builder.readTimeout;
        maxRowBytes = builder.maxRowBytes;
        bearerToken = builder.bearerToken;
    }

    /**
     * Starts a client.
     *
     * @param base where the views are: {@code http} or {@code https}, for example {@code http://default-view-svc}; a query
     *     id is appended as one segment of the path
     * @return a builder
     * @throws RefusedException if it is no such address
     */
    public static Builder at(URI base) {
        return new Builder(base);
    }

    /**
     * Opens the view of a query, and reads its header.
     *
     * @param queryId the query (1 to 1,024 UTF-8 bytes)
     * @return the view, to be closed by the caller
     * @throws ViewException if there is none, or it cannot be read
     */
    public View read(String queryId) {
        QueryId.check(queryId);
        HttpURLConnection connection = connect(queryId);
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw unwilling(queryId, status);
            }
            return new View(new ViewParser(queryId, connection.getInputStream(), maxRowBytes), connection::disconnect);
        } catch (IOException e) {
            connection.disconnect();
            throw unreachable(queryId, e);
        } catch (ViewException e) {
            connection.disconnect();
            throw e;
        }
    }

    private HttpURLConnection connect(String queryId) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(base + segment(queryId)).toURL().openConnection();
            connection.setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()));
            connection.setReadTimeout(Math.toIntExact(readTimeout.toMillis()));
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setRequestProperty("Accept", "application/json");
            if (bearerToken != null) {
                connection.setRequestProperty("Authorization", "Bearer " + bearerToken);
            }
            return connection;
        } catch (IOException e) {
            throw unreachable(queryId, e);
        }
    }

    /** A query id as one segment of a path. A segment of dots alone would be a step in it. */
    private static String segment(String queryId) {
        String encoded = URLEncoder.encode(queryId, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "/" + (encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded);
    }

    private ViewException unreachable(String queryId, IOException cause) {
        return new ViewException(
                Trouble.UNAVAILABLE,
                "The view service cannot be reached. Service: " + base + ". Query: " + queryId + ". Found: " + cause
                        + ".",
                cause);
    }

    private ViewException unwilling(String queryId, int status) {
        boolean passing = status < 100 || status >= 500 || status == 408 || status == 425 || status == 429;
        if (status == HttpURLConnection.HTTP_NOT_FOUND) {
            return new ViewException(
                    Trouble.ABSENT,
                    "The view service has no view of the query. Service: " + base + ". Query: " + queryId
                            + ". Next: check the name of the query and its container, and that its view is enabled.");
        }
        return new ViewException(
                passing ? Trouble.UNAVAILABLE : Trouble.REFUSED,
                "The view service does not give the view. Service: " + base + ". Query: " + queryId
                        + ". Expected: status 200. Found: " + (status < 100 ? "no HTTP" : "status " + status) + ".");
    }

    /** Collects the settings of a client. Not thread-safe; one thread at a time. */
    public static final class Builder {

        private final URI base;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration readTimeout = Duration.ofSeconds(30);
        private int maxRowBytes = 64 << 20;
        private @Nullable String bearerToken;

        private Builder(URI base) {
            boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
            if (!http || base.getHost() == null || base.getQuery() != null || base.getFragment() != null) {
                throw new RefusedException("The address of a view service is not usable. Expected: http or https,"
                        + " a host, no query. Found: " + base + ".");
            }
            String text = base.toString();
            this.base = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : base;
        }

        /**
         * Sets how long to wait for a connection.
         *
         * @param time above 0; 10 s unless told
         * @return this builder
         */
        public Builder connectTimeout(Duration time) {
            connectTimeout = positive(time);
            return this;
        }

        /**
         * Sets how long to wait for the next bytes.
         *
         * @param time above 0; 30 s unless told
         * @return this builder
         */
        public Builder readTimeout(Duration time) {
            readTimeout = positive(time);
            return this;
        }

        /**
         * Sets how long an item may be.
         *
         * @param bytes 1 or more; 64 MiB unless told
         * @return this builder
         */
        public Builder maxRowBytes(int bytes) {
            if (bytes < 1) {
                throw new RefusedException("A row must be allowed a byte. Expected: 1 or more. Found: " + bytes + ".");
            }
            maxRowBytes = bytes;
            return this;
        }

        /**
         * Sets what the service knows the client by.
         *
         * @param token sent as a bearer token
         * @return this builder
         */
        public Builder bearerToken(String token) {
            bearerToken = Objects.requireNonNull(token, "token");
            return this;
        }

        /**
         * Makes the client. Nothing is connected yet.
         *
         * @return the client
         */
        public ViewClient build() {
            return new ViewClient(this);
        }

        private static Duration positive(Duration time) {
            if (time.toMillis() < 1 || time.toMillis() > Integer.MAX_VALUE) {
                throw new RefusedException(
                        "A time to wait is outside its limits. Expected: 1 ms to 24 days. Found: " + time + ".");
            }
            return time;
        }
    }
}
