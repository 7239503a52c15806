package io.afterimage.mirror.sql;

import io.afterimage.RefusedException;
import java.time.Duration;

/**
 * How far a query may go. Start from {@link #DEFAULT}. Immutable.
 *
 * @param deadline the time from the call to the last row, the caller's own time between rows included
 * @param maxRows the number of rows
 * @param maxBytes the number of bytes of all values: text and blobs in UTF-8 as they are handed out, numbers 8
 * @param maxValueBytes the length of any single value, stored, computed or handed out (up to 1 GB). What SQLite does in one
 *     function call is not interrupted by the deadline, and some functions take the square of this length
 * @param maxSqlBytes the length of the statement in UTF-8
 * @param maxGrowthBytes how much the process may grow while the query runs, looked at every few milliseconds
 */
public record SqlLimits(
        Duration deadline, long maxRows, long maxBytes, int maxValueBytes, int maxSqlBytes, long maxGrowthBytes) {

    /** 10 seconds, 100,000 rows, 64 MiB in all and 1 MiB per value, 64 KiB of SQL, 512 MiB of growth. */
    public static final SqlLimits DEFAULT =
            new SqlLimits(Duration.ofSeconds(10), 100_000, 64L << 20, 1 << 20, 64 << 10, 512L << 20);

    private static final int MOST_VALUE_BYTES = 1_000_000_000;

    /** Checks the ranges. */
    public SqlLimits {
        check("deadline in ms", deadline.toMillis(), Long.MAX_VALUE / 1_000_000);
        check("rows", maxRows, Long.MAX_VALUE);
        check("bytes", maxBytes, Long.MAX_VALUE);
        check("bytes of a value", maxValueBytes, MOST_VALUE_BYTES);
        check("bytes of SQL", maxSqlBytes, MOST_VALUE_BYTES);
        check("bytes of growth", maxGrowthBytes, Long.MAX_VALUE);
    }

    /**
     * The same with another deadline.
     *
     * @param time from 1 ms
     * @return the limits
     */
    public SqlLimits withDeadline(Duration time) {
        return new SqlLimits(time, maxRows, maxBytes, maxValueBytes, maxSqlBytes, maxGrowthBytes);
    }

    /**
     * The same with another number of rows.
     *
     * @param rows from 1
     * @return the limits
     */
    public SqlLimits withMaxRows(long rows) {
        return new SqlLimits(deadline, rows, maxBytes, maxValueBytes, maxSqlBytes, maxGrowthBytes);
    }

    /**
     * The same with another number of bytes in all.
     *
     * @param bytes from 1
     * @return the limits
     */
    public SqlLimits withMaxBytes(long bytes) {
        return new SqlLimits(deadline, maxRows, bytes, maxValueBytes, maxSqlBytes, maxGrowthBytes);
    }

    /**
     * The same with another length of a single value.
     *
     * @param bytes from 1 to 1,000,000,000
     * @return the limits
     */
    public SqlLimits withMaxValueBytes(int bytes) {
        return new SqlLimits(deadline, maxRows, maxBytes, bytes, maxSqlBytes, maxGrowthBytes);
    }

    /**
     * The same with another growth.
     *
     * @param bytes from 1
     * @return the limits
     */
    public SqlLimits withMaxGrowthBytes(long bytes) {
        return new SqlLimits(deadline, maxRows, maxBytes, maxValueBytes, maxSqlBytes, bytes);
    }

    private static void check(String what, long found, long most) {
        if (found < 1 || found > most) {
            throw new RefusedException("A limit of queries is outside its range. Limit: " + what + ". Expected: 1 to "
                    + most + ". Found: " + found + ".");
        }
    }
}
