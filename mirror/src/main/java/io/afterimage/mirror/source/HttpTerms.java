package io.afterimage.mirror.source;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * On which terms requests are made.
 *
 * @param origin the address whose origin is trusted with the credentials
 * @param client what makes them; it follows no redirects
 * @param headers what is sent with all of them
 * @param credentials what is sent to the origin only
 * @param requestTimeout how long one may take, to the last byte of its answer
 * @param maxBodyBytes how long an answer may be, compressed or not
 * @param maxRedirects how many redirects are followed
 * @param retry what follows a failure
 * @param rateLimit how many are made, null for no limit
 * @param time what time it is
 * @param random where the jitter comes from
 */
record HttpTerms(
        URI origin,
        HttpClient client,
        Map<String, String> headers,
        Credentials credentials,
        Duration requestTimeout,
        int maxBodyBytes,
        int maxRedirects,
        RetryPolicy retry,
        @Nullable RateLimit rateLimit,
        SourceTime time,
        RandomGenerator random) {}
