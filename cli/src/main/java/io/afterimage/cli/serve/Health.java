package io.afterimage.cli.serve;

import io.afterimage.cli.serve.HealthCheck.Weight;
import io.afterimage.cli.serve.config.HealthThresholds;
import io.afterimage.drasi.FedQueryStatus;
import io.afterimage.drasi.FedQueryStatus.Condition;
import io.afterimage.drasi.FeedStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at what must hold for the server to be of use. Thread-safe. */
final class Health {

    private final HealthThresholds thresholds;
    private final StoreProbe probe;
    private final Path directory;
    private final Supplier<FeedStatus> feed;
    private final Clock clock;

    /**
     * Looks at a server.
     *
     * @param thresholds from where on it is unwell
     * @param probe whether its store can be written
     * @param directory where the store is
     * @param feed how its feed is
     * @param clock the time
     */
    Health(HealthThresholds thresholds, StoreProbe probe, Path directory, Supplier<FeedStatus> feed, Clock clock) {
        this.thresholds = thresholds;
        this.probe = probe;
        this.directory = directory;
        this.feed = feed;
        this.clock = clock;
    }

    /** Everything that is looked at. */
    List<HealthCheck> checks() {
        FeedStatus status = feed.get();
        return List.of(open(status), writable(), disk(), lastWrite(status), held(status), queries(status));
    }

    /** Whether only a new start of the process would help. */
    boolean live() {
        return open(feed.get()).passed();
    }

    private static HealthCheck open(FeedStatus status) {
        boolean open = status.condition() == FeedStatus.Condition.OPEN;
        return new HealthCheck(
                "open",
                Weight.FATAL,
                open,
                open ? "the store takes writes" : status.failure().orElse("the store was closed"));
    }

    private HealthCheck writable() {
        Optional<String> failure = probe.failure();
        return new HealthCheck("writable", Weight.BLOCKING, failure.isEmpty(), failure.orElse("a row was written"));
    }

    private HealthCheck disk() {
        try {
            long free = Files.getFileStore(directory).getUsableSpace();
            return new HealthCheck(
                    "disk",
                    Weight.BLOCKING,
                    free >= thresholds.freeDiskBytes(),
                    free + " bytes free, " + thresholds.freeDiskBytes() + " needed");
        } catch (IOException e) {
            return new HealthCheck("disk", Weight.BLOCKING, false, "the free room cannot be told: " + e);
        }
    }

    private static HealthCheck lastWrite(FeedStatus status) {
        return new HealthCheck(
                "last-write",
                Weight.WARNING,
                status.failure().isEmpty(),
                status.failure().orElse("the last one succeeded"));
    }

    private HealthCheck held(FeedStatus status) {
        Instant oldest = status.queries().stream()
                .flatMap(query -> query.heldSince().stream())
                .min(Instant::compareTo)
                .orElse(clock.instant());
        Duration age = Duration.between(oldest, clock.instant());
        return new HealthCheck(
                "held",
                Weight.WARNING,
                age.compareTo(thresholds.heldFor()) <= 0,
                status.heldParts() + " parts, " + status.heldBytes() + " bytes, the oldest for "
                        + Math.max(0, age.toSeconds()) + " s");
    }

    private static HealthCheck queries(FeedStatus status) {
        List<FedQueryStatus> troubled =
                status.queries().stream().filter(Health::troubled).toList();
        String first = troubled.isEmpty()
                ? status.queries().size() + " queries, all well"
                : troubled.size() + " of " + status.queries().size() + " queries are in trouble, the first: "
                        + troubled.get(0).queryId() + ": " + troubled.get(0).detail();
        return new HealthCheck("queries", Weight.WARNING, troubled.isEmpty(), first);
    }

    private static boolean troubled(FedQueryStatus query) {
        return query.condition() != Condition.CURRENT && query.condition() != Condition.HOLDING;
    }
}
