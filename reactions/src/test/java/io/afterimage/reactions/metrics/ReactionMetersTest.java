package io.afterimage.reactions.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Position;
import io.afterimage.reactions.Bootstrap;
import io.afterimage.reactions.DeadLetter;
import io.afterimage.reactions.Emission;
import io.afterimage.reactions.QueryStatus;
import io.afterimage.reactions.ReactionObserver;
import io.afterimage.reactions.ReactionState;
import io.afterimage.reactions.RecoveryFacts;
import io.afterimage.reactions.RecoveryPlanner;
import io.afterimage.reactions.RecoveryPolicy;
import io.afterimage.reactions.SnapshotNeed;
import io.afterimage.reactions.Standing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each thing an observer is told moves its meter. */
class ReactionMetersTest {

    private static final Position HEAD = new Position(1, 9, 0);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ReactionObserver meters = new ReactionMeters(registry).of("mailer", "orders");

    @Test
    void counters_countWhatHappens() {
        Emission emission = new Emission("orders", HEAD, Instant.EPOCH, List.of(), Map.of());
        meters.handled(HEAD);
        meters.handled(HEAD);
        meters.duplicateSkipped();
        meters.gapHealed(7);
        meters.attemptFailed(new IOException());
        meters.deadLettered(new DeadLetter("mailer", emission, 4, new IOException(), Instant.EPOCH));
        assertThat(count("handled")).isEqualTo(2);
        assertThat(count("duplicates")).isEqualTo(1);
        assertThat(count("gaps.healed")).isEqualTo(1);
        assertThat(count("attempts.failed")).isEqualTo(1);
        assertThat(count("dead.letters")).isEqualTo(1);
    }

    @Test
    void recoveries_areCountedByPolicyStandingAndOutcome() {
        RecoveryFacts facts = new RecoveryFacts(
                Standing.GAP, new Position(1, 3, 0), HEAD, 8, SnapshotNeed.NO_SNAPSHOT, RecoveryPolicy.AUTO_SKIP_GAP);
        meters.planned(facts, RecoveryPlanner.plan(facts));
        assertThat(registry.get("afterimage.reaction.recoveries")
                        .tags("policy", "auto-skip-gap", "standing", "gap", "outcome", "skipped")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(count("skipped")).isEqualTo(4);
    }

    @Test
    void timers_takeTheDurationsTheyAreTold() {
        meters.replayed(Duration.ofMillis(30), 5);
        meters.bootstrapped(Bootstrap.Cause.RESET, Duration.ofMillis(70), 100);
        assertThat(registry.get("afterimage.reaction.replay").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(30);
        assertThat(registry.get("afterimage.reaction.bootstrap")
                        .tag("cause", "reset")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(70);
    }

    @Test
    void gauges_showLagAndState() {
        assertThat(registry.get("afterimage.reaction.lag").gauge().value()).isNaN();
        meters.changed(new QueryStatus(
                "orders",
                ReactionState.LIVE,
                new Position(1, 4, 0),
                HEAD,
                null,
                new QueryStatus.Counts(0, 0, 0, 0, 0, 0)));
        assertThat(registry.get("afterimage.reaction.lag").gauge().value()).isEqualTo(5);
        assertThat(state("live")).isEqualTo(1);
        assertThat(state("failed")).isZero();
    }

    @Test
    void restartedReaction_keepsItsMeters() {
        ReactionMeters all = new ReactionMeters(registry);
        assertThat(all.of("a", "q")).isSameAs(all.of("a", "q")).isNotSameAs(all.of("b", "q"));
    }

    private double count(String name) {
        return registry.get("afterimage.reaction." + name)
                .tags("reaction", "mailer", "query", "orders")
                .counter()
                .count();
    }

    private double state(String state) {
        return registry.get("afterimage.reaction.state")
                .tag("state", state)
                .gauge()
                .value();
    }
}
