package io.afterimage.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A bar on standard error with rate and remaining time, for work that takes longer than a second while a person watches.
 * Not thread-safe; one thread at a time.
 */
public final class Progress implements AutoCloseable {

    private static final long FIRST_AFTER_NANOS = 1_000_000_000L;
    private static final long EVERY_NANOS = 200_000_000L;
    private static final int BAR_WIDTH = 30;

    private final PrintStream err;
    private final boolean visible;
    private final String unit;
    private final LongSupplier nanoTime;
    private final long started;
    private long next;
    private int lastLength;

    /**
     * Starts the clock. Nothing is shown yet.
     *
     * @param console where to show it, and whether anybody watches
     * @param unit what is counted, in the plural
     * @param nanoTime the clock, in nanoseconds from any origin
     */
    public Progress(Console console, String unit, LongSupplier nanoTime) {
        this.err = console.err();
        this.visible = console.interactive();
        this.unit = unit;
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
        this.next = started + FIRST_AFTER_NANOS;
    }

    /**
     * Shows how far the work is, if it is time to.
     *
     * @param done how much is done, in units
     * @param share how much of the whole that is (0 to 1); negative where the whole is not known
     */
    public void show(long done, double share) {
        if (!visible) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - next >= 0) {
            next = now + EVERY_NANOS;
            draw(line(done, share, (now - started) / 1e9));
        }
    }

    private String line(long done, double share, double seconds) {
        String rate = String.format(Locale.ROOT, "%,d %s, %,.0f/s", done, unit, done / seconds);
        if (share <= 0) {
            return rate;
        }
        int filled = (int) Math.min(BAR_WIDTH, share * BAR_WIDTH);
        String bar = "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled);
        long remaining = Math.round(seconds / Math.min(share, 1) - seconds);
        return String.format(
                Locale.ROOT, "[%s] %3.0f%%  %s, %d:%02d left", bar, share * 100, rate, remaining / 60, remaining % 60);
    }

    private void draw(String line) {
        err.print("\r" + line + " ".repeat(Math.max(0, lastLength - line.length())));
        err.flush();
        lastLength = line.length();
    }

    /** Wipes the line. */
    @Override
    public void close() {
        if (lastLength > 0) {
            draw("");
            err.print("\r");
            err.flush();
        }
    }
}
