package io.afterimage.spi;

import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * The clocks of all indexes as one: each in its turn asks all its partitions, then the next one does. Not thread-safe;
 * guarded by the store's write lock.
 */
final class ClockRing {

    /** The first one is asking; those that have ended are dropped when they are met, or when they outnumber the others. */
    private final ArrayDeque<PartitionClock> clocks = new ArrayDeque<>();

    private int turnsLeft;
    private int ended;

    void add(PartitionClock clock) {
        clocks.addLast(clock);
    }

    /** Ends a clock, which was added. */
    void end(PartitionClock clock) {
        clock.end();
        if (++ended > clocks.size() / 2 + 8) {
            clocks.removeIf(PartitionClock::ended);
            ended = 0;
            turnsLeft = 0;
        }
    }

    /** How many are there, ended ones that were not met included. */
    int size() {
        return clocks.size();
    }

    /** Has partitions that the group does not need give way until it is enough, or until none is left that would. */
    void giveWay(long group, BooleanSupplier enough) {
        int clocksLeft =
                2 * clocks.size() + 1; // a first round may only take second chances away, and starts in the middle
        while (!clocks.isEmpty() && !enough.getAsBoolean()) {
            if (turnsLeft > 0) {
                turnsLeft--;
                clocks.getFirst().turn(group);
            } else if (clocksLeft-- > 0) {
                next();
            } else {
                return;
            }
        }
    }

    private void next() {
        PartitionClock asked = clocks.removeFirst();
        if (asked.ended()) {
            ended--;
        } else {
            clocks.addLast(asked);
        }
        PartitionClock first = clocks.peekFirst();
        turnsLeft = first == null ? 0 : first.turns();
    }
}
