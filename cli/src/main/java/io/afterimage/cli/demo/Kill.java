package io.afterimage.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * When the child is killed. Immutable.
 *
 * @param atEvent once it has acknowledged this event
 * @param delayMicros and after this time
 * @param holdAt where the child waits, so that it cannot outrun its kill however fast it is
 */
record Kill(long atEvent, long delayMicros, long holdAt) {
    private static final long MAX_DELAY_MICROS = 20_000;

    /**
     * Spreads kills over the whole run: one at a random moment of every part of the stream.
     *
     * @param events the length of the stream
     * @param kills how many (0 or more)
     * @param seed what makes the moments random and the same again
     */
    static List<Kill> schedule(long events, int kills, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Kill> schedule = new ArrayList<>();
        long leash = 10L * Follower.EVENTS_PER_WRITE + events / 20;
        for (int kill = 0; kill < kills; kill++) {
            long atEvent = Math.max(1, (long) (events * (kill + random.nextDouble()) / kills));
            schedule.add(new Kill(atEvent, random.nextLong(MAX_DELAY_MICROS), Math.min(events, atEvent + leash)));
        }
        return schedule;
    }
}
