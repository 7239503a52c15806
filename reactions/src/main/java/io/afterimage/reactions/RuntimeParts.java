package io.afterimage.reactions;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What all workers of a runtime share. Immutable.
 *
 * @param executor where the workers run
 * @param alarm how they wait
 * @param clock what time it is, for records
 * @param nanoTime how much time has passed, for timers
 * @param random where the jitter comes from
 * @param retry how often and after which pauses something is tried again
 * @param headCheckEvery how often an idle worker asks for the feed's head
 * @param observer who is told
 * @param deadLetters where emissions that were given up are recorded, null where nobody may give up
 */
record RuntimeParts(
        Executor executor,
        Alarm alarm,
        Clock clock,
        LongSupplier nanoTime,
        RandomGenerator random,
        RetryPolicy retry,
        Duration headCheckEvery,
        ReactionObserver observer,
        @Nullable DeadLetters deadLetters) {}
