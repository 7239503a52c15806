package io.afterimage.cli.supervision;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * When a child is killed. Immutable.
 *
 * @param atEvent once it has acknowledged this event
 * @param delayMicros and after this time
 * @param holdAt where the child waits, so that it cannot outrun its kill however fast it is
 */
public record Kill(long atEvent, long delayMicros, long holdAt) {
    /** As many as a schedule may have, so that a slip of the finger does not run for days. */
    public static final int MAX = 10_000;

    private static final long MAX_DELAY_MICROS = 20_000;

    /**
     * Spreads kills over the whole run: one at a random moment of every part of it.
     *
     * @param events how many events the run has
     * @param kills how many (0 or more)
     * @param seed what makes the moments random and the same again
     * @param eventsPerWrite how many events the child acknowledges at once
     * @return the kills, earliest first
     */
    public static List<Kill> schedule(long events, int kills, long seed, long eventsPerWrite) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Kill> schedule = new ArrayList<>();
        long leash = 10L * eventsPerWrite + events / 20;
        for (int kill = 0; kill < kills; kill++) {
            long atEvent = Math.max(1, (long) (events * (kill + random.nextDouble()) / kills));
            schedule.add(new Kill(atEvent, random.nextLong(MAX_DELAY_MICROS), Math.min(events, atEvent + leash)));
        }
        return schedule;
    }
}
