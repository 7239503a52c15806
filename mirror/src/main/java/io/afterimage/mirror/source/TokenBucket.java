package io.afterimage.mirror.source;

import java.time.Duration;

/** Lets requests pass no faster than a rate limit. Not thread-safe; one thread at a time. */
final class TokenBucket {

    private static final double NANOS_PER_SECOND = 1e9;

    private final RateLimit limit;
    private final SourceTime time;

    private double tokens;
    private long countedAt;

    TokenBucket(RateLimit limit, SourceTime time) {
        this.limit = limit;
        this.time = time;
        tokens = limit.burst();
        countedAt = time.nanoTime();
    }

    /** Waits for a token and takes it. */
    void take() throws InterruptedException {
        refill();
        while (tokens < 1) {
            time.pause(Duration.ofNanos((long) Math.ceil((1 - tokens) * NANOS_PER_SECOND / limit.perSecond())));
            refill();
        }
        tokens -= 1;
    }

    private void refill() {
        long now = time.nanoTime();
        double earned = (now - countedAt) * limit.perSecond() / NANOS_PER_SECOND;
        tokens = Math.min(limit.burst(), tokens + earned);
        countedAt = now;
    }
}
