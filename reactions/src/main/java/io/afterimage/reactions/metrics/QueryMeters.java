package io.afterimage.reactions.metrics;

import io.afterimage.Position;
import io.afterimage.reactions.Bootstrap;
import io.afterimage.reactions.DeadLetter;
import io.afterimage.reactions.QueryStatus;
import io.afterimage.reactions.ReactionObserver;
import io.afterimage.reactions.ReactionState;
import io.afterimage.reactions.RecoveryFacts;
import io.afterimage.reactions.RecoveryPlan;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The meters of one reaction and one query. Thread-safe. */
final class QueryMeters implements ReactionObserver {

    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter handled;
    private final Counter duplicates;
    private final Counter gapsHealed;
    private final Counter skipped;
    private final Counter failedAttempts;
    private final Counter deadLetters;
    private final Timer replay;
    private volatile @Nullable QueryStatus status;

    QueryMeters(MeterRegistry registry, String reactionId, String queryId) {
        this.registry = registry;
        tags = Tags.of("reaction", reactionId, "query", queryId);
        handled = counter("handled", "Emissions whose effect is done");
        duplicates = counter("duplicates", "Emissions that came again and were left out");
        gapsHealed = counter("gaps.healed", "Holes in what was handed over that the outbox filled");
        skipped = counter("skipped", "Emissions left out by policy");
        failedAttempts = counter("attempts.failed", "Attempts of any kind that failed");
        deadLetters = counter("dead.letters", "Emissions that were given up and recorded");
        replay = Timer.builder("afterimage.reaction.replay")
                .description("Reading the outbox to its end, handlers included")
                .tags(tags)
                .register(registry);
        Gauge.builder("afterimage.reaction.lag", this, QueryMeters::lag)
                .description("Emissions between the checkpoint and the head")
                .tags(tags)
                .register(registry);
        for (ReactionState state : ReactionState.values()) {
            Gauge.builder("afterimage.reaction.state", this, meters -> meters.isIn(state) ? 1 : 0)
                    .description("1 for the state the reaction is in")
                    .tags(tags.and("state", word(state)))
                    .register(registry);
        }
    }

    @Override
    public void changed(QueryStatus now) {
        status = now;
    }

    @Override
    public void planned(RecoveryFacts facts, RecoveryPlan plan) {
        Counter.builder("afterimage.reaction.recoveries")
                .description("Recoveries that were planned")
                .tags(tags.and(
                        "policy", word(facts.policy()), "standing", word(facts.standing()), "outcome", outcome(plan)))
                .register(registry)
                .increment();
        if (plan instanceof RecoveryPlan.SkipTo skip) {
            skipped.increment((double) skip.skipped());
        }
    }

    @Override
    public void bootstrapped(Bootstrap.Cause cause, Duration took, long rows) {
        Timer.builder("afterimage.reaction.bootstrap")
                .description("Building the effect from a snapshot")
                .tags(tags.and("cause", word(cause)))
                .register(registry)
                .record(took);
    }

    @Override
    public void replayed(Duration took, long emissions) {
        replay.record(took);
    }

    @Override
    public void gapHealed(long emissions) {
        gapsHealed.increment();
    }

    @Override
    public void duplicateSkipped() {
        duplicates.increment();
    }

    @Override
    public void handled(Position position) {
        handled.increment();
    }

    @Override
    public void attemptFailed(Throwable failure) {
        failedAttempts.increment();
    }

    @Override
    public void deadLettered(DeadLetter letter) {
        deadLetters.increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder("afterimage.reaction." + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private double lag() {
        QueryStatus now = status;
        return now == null ? Double.NaN : now.lag();
    }

    private boolean isIn(ReactionState state) {
        QueryStatus now = status;
        return now != null && now.state() == state;
    }

    private static String outcome(RecoveryPlan plan) {
        if (plan instanceof RecoveryPlan.ResumeAfter) {
            return "resumed";
        }
        if (plan instanceof RecoveryPlan.StartAtHead) {
            return "started-at-head";
        }
        if (plan instanceof RecoveryPlan.BuildFromSnapshot) {
            return "bootstrapped";
        }
        return plan instanceof RecoveryPlan.SkipTo ? "skipped" : "refused";
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
