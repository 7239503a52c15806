package io.afterimage.cli.serve.config;

import io.afterimage.cli.config.ConfigSection;
import io.afterimage.cli.config.Problems;
import java.time.Duration;

/** Reads {@code limits} and {@code health}. Not thread-safe; one thread at a time. */
final class LimitsReader {

    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long TIB = 1L << 40;

    private final Problems problems;

    LimitsReader(Problems problems) {
        this.problems = problems;
    }

    Limits limits(ConfigSection root) {
        ConfigSection limits = problems.reading(root, () -> root.sectionOrEmpty("limits"));
        Limits read = new Limits(
                bytes(limits, "bodyBytes", 8 * MIB, KIB, GIB),
                bytes(limits, "bodiesBytes", 64 * MIB, KIB, TIB),
                count(limits, "connections", 2_048, 1_000_000),
                count(limits, "threads", 32, 1_024),
                bytes(limits, "heldBytes", 64 * MIB, KIB, TIB),
                (int) bytes(limits, "headerBytes", 16 * KIB, KIB, MIB),
                time(limits, "requestTime", Duration.ofSeconds(60)),
                time(limits, "idleTime", Duration.ofSeconds(60)));
        if (read.bodiesBytes() < read.bodyBytes()) {
            problems.add(limits.refused("bodiesBytes", "room for one body", read.bodiesBytes() + " bytes"));
        }
        end(root, limits);
        return read;
    }

    HealthThresholds health(ConfigSection root) {
        ConfigSection health = problems.reading(root, () -> root.sectionOrEmpty("health"));
        HealthThresholds read = new HealthThresholds(
                bytes(health, "freeDiskBytes", 256 * MIB, 0, 1_024 * TIB),
                time(health, "heldFor", Duration.ofMinutes(2)),
                time(health, "writeTime", Duration.ofSeconds(10)));
        end(root, health);
        return read;
    }

    /** The root stands in for a section that is none. */
    private void end(ConfigSection root, ConfigSection section) {
        if (section != root) {
            problems.check(section::end);
        }
    }

    private long bytes(ConfigSection section, String key, long otherwise, long least, long most) {
        return problems.reading(otherwise, () -> {
            long found = section.bytes(key).orElse(otherwise);
            if (found < least || found > most) {
                throw section.refused(key, least + " to " + most + " bytes", found + " bytes");
            }
            return found;
        });
    }

    private int count(ConfigSection section, String key, int otherwise, int most) {
        return problems.reading(otherwise, () -> (int) section.number(key, otherwise, 1, most));
    }

    private Duration time(ConfigSection section, String key, Duration otherwise) {
        return problems.reading(otherwise, () -> {
            Duration found = section.duration(key).orElse(otherwise);
            if (found.isZero() || found.compareTo(Duration.ofDays(1)) > 0) {
                throw section.refused(key, "a duration above 0 up to a day", found.toString());
            }
            return found;
        });
    }
}
