package io.afterimage.reactions.metrics;

import io.afterimage.reactions.ReactionObserver;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reports what reactions do to a Micrometer registry; give it to
 * {@link io.afterimage.reactions.ReactionRuntime.Builder#observer}. Thread-safe.
 *
 * <table>
 * <caption>Meters, each with the tags {@code reaction} and {@code query}</caption>
 * <tr><th>meter</th><th>kind</th><th>more tags</th><th>what it tells</th></tr>
 * <tr><td>{@code afterimage.reaction.lag}</td><td>gauge</td><td></td><td>emissions between checkpoint and head</td></tr>
 * <tr><td>{@code afterimage.reaction.state}</td><td>gauge</td><td>{@code state}</td><td>1 for the state it is in</td></tr>
 * <tr><td>{@code afterimage.reaction.handled}</td><td>counter</td><td></td><td>emissions whose effect is done</td></tr>
 * <tr><td>{@code afterimage.reaction.duplicates}</td><td>counter</td><td></td><td>emissions that came again</td></tr>
 * <tr><td>{@code afterimage.reaction.gaps.healed}</td><td>counter</td><td></td><td>holes filled from the outbox</td></tr>
 * <tr><td>{@code afterimage.reaction.skipped}</td><td>counter</td><td></td><td>emissions left out by policy</td></tr>
 * <tr><td>{@code afterimage.reaction.attempts.failed}</td><td>counter</td><td></td><td>failed attempts</td></tr>
 * <tr><td>{@code afterimage.reaction.dead.letters}</td><td>counter</td><td></td><td>emissions given up</td></tr>
 * <tr><td>{@code afterimage.reaction.recoveries}</td><td>counter</td><td>{@code policy}, {@code standing},
 * {@code outcome}</td><td>plans made</td></tr>
 * <tr><td>{@code afterimage.reaction.replay}</td><td>timer</td><td></td><td>reading the outbox to its end</td></tr>
 * <tr><td>{@code afterimage.reaction.bootstrap}</td><td>timer</td><td>{@code cause}</td><td>building from a
 * snapshot</td></tr>
 * </table>
 */
public final class ReactionMeters implements ReactionObserver {

    private final MeterRegistry registry;
    private final Map<Key, QueryMeters> meters = new ConcurrentHashMap<>();

    private record Key(String reactionId, String queryId) {}

    /**
     * Reports to a registry.
     *
     * @param registry the registry
     */
    public ReactionMeters(MeterRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    @Override
    public ReactionObserver of(String reactionId, String queryId) {
        return meters.computeIfAbsent(
                new Key(reactionId, queryId), key -> new QueryMeters(registry, reactionId, queryId));
    }
}
