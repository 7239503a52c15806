package io.afterimage.mirror.source;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the header {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date. */
final class RetryAfter {

    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    /** How long the server asks to wait; empty if it does not say, or says it in no known form. */
    static Optional<Duration> of(HttpHeaders headers, Instant now) {
        return headers.firstValue("Retry-After").map(String::strip).flatMap(value -> parse(value, now));
    }

    private static Optional<Duration> parse(String value, Instant now) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            boolean longer = value.length() > MOST_DIGITS; // some thirty years, and no overflow
            return Optional.of(Duration.ofSeconds(longer ? Integer.MAX_VALUE : Long.parseLong(value)));
        }
        try {
            Instant moment = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(moment.isAfter(now) ? Duration.between(now, moment) : Duration.ZERO);
        } catch (DateTimeException noKnownForm) {
            return Optional.empty();
        }
    }
}
