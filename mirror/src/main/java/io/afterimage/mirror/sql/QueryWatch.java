package io.afterimage.mirror.sql;

import com.sun.management.OperatingSystemMXBean;
import io.afterimage.mirror.sql.QueryException.Reason;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;

/**
 * Looks at the clock and at the size of the process while SQLite works, and stops it when either is beyond its limit. The
 * size is the virtual one that the operating system tells: SQLite counts no memory in the driver's build, and what it sorts
 * and groups lies in memory. Confined to the thread that runs the query, unless a method says otherwise.
 */
final class QueryWatch extends ProgressHandler {

    /** SQLite calls back after so many instructions: about 10 microseconds of its work. */
    static final int INSTRUCTIONS = 1_000;

    private static final long NANOS_BETWEEN_LOOKS_AT_MEMORY = 5_000_000;

    private final LongSupplier nanoClock;
    private final LongSupplier processBytes;
    private final SqlLimits limits;
    private final long startNanos;
    private final long startBytes;
    private long nextLookNanos;
    private @Nullable Reason reason;

    QueryWatch(SqlLimits limits, LongSupplier nanoClock, LongSupplier processBytes) {
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.processBytes = processBytes;
        startNanos = nanoClock.getAsLong();
        startBytes = processBytes.getAsLong();
    }

    static QueryWatch start(SqlLimits limits, LongSupplier nanoClock) {
        return new QueryWatch(limits, nanoClock, QueryWatch::virtualBytes);
    }

    /** Asked by SQLite while it works: another number than 0 stops it. */
    @Override
    protected int progress() {
        long elapsed = nanoClock.getAsLong() - startNanos;
        if (isOverdue()) {
            reason = Reason.DEADLINE;
        } else if (elapsed >= nextLookNanos) {
            nextLookNanos = elapsed + NANOS_BETWEEN_LOOKS_AT_MEMORY;
            if (processBytes.getAsLong() - startBytes > limits.maxGrowthBytes()) {
                reason = Reason.TOO_MUCH_MEMORY;
            }
        }
        return reason == null ? 0 : 1;
    }

    /** Asked from any thread. */
    boolean isOverdue() {
        return nanoClock.getAsLong() - startNanos > limits.deadline().toNanos();
    }

    /** Asked between rows. */
    void requireTime() {
        if (progress() != 0) {
            throw stopped(null);
        }
    }

    /** The error for what was found. */
    QueryException stopped(@Nullable Throwable cause) {
        if (reason == Reason.TOO_MUCH_MEMORY) {
            return new QueryException(
                    reason,
                    "The process grew too much while the query ran. Expected: up to " + limits.maxGrowthBytes()
                            + " bytes. Next: sort and group less.",
                    cause);
        }
        return new QueryException(
                Reason.DEADLINE,
                "The time for the query is over. Expected: up to " + limits.deadline() + ". Next: ask for less.",
                cause);
    }

    /** 0 on a Java runtime that does not tell. */
    private static long virtualBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Math.max(0, system.getCommittedVirtualMemorySize())
                : 0;
    }
}
