package io.afterimage.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.Snapshot;
import io.afterimage.cli.supervision.DemoFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FollowerTest {
    private static final List<String> QUERIES =
            List.of(OpenOrders.ID, RevenuePerNationAndMonth.ID, LargestOpenOrders.ID);
    private static final long EVENTS = new Recomputation(FollowedRun.TABLES).events();

    @Property(tries = 20)
    void restoring_isTheSameAsContinuing(
            @ForAll @Size(min = 1, max = 4) List<@LongRange(min = 0, max = 6_500) Long> restartsAt) {
        try (LiveResultsStore uninterrupted = new InMemoryLiveResultsStore();
                LiveResultsStore restarted = new InMemoryLiveResultsStore()) {
            FollowedRun.follow(uninterrupted, EVENTS);

            new TreeSet<>(restartsAt).forEach(event -> FollowedRun.follow(restarted, event));
            FollowedRun.follow(restarted, EVENTS);

            assertThat(contents(restarted)).isEqualTo(contents(uninterrupted));
        }
    }

    /** Rows, positions, counters and the outboxes' last entries of all queries. */
    private static List<Object> contents(LiveResultsStore store) {
        List<Object> contents = new ArrayList<>();
        for (String query : QUERIES) {
            try (Snapshot snapshot = store.readSnapshot(query)) {
                Position position = snapshot.position();
                contents.add(position);
                contents.add(snapshot.toList());
                contents.add(
                        store.outboxAfter(query, new Position(1, position.sequence() - 100, position.configHash())));
                contents.add(Applied.stored(store, query));
            }
        }
        return contents;
    }

    @Test
    void emissionsSentAgain_areSkippedAndCounted() {
        try (LiveResultsStore store = new InMemoryLiveResultsStore()) {
            assertThat(FollowedRun.restore(store).sendAgain(5)).isZero();

            FollowedRun.follow(store, 2_000);
            List<Object> before = contents(store);
            assertThat(FollowedRun.restore(store).sendAgain(5)).isEqualTo(15);
            assertThat(contents(store)).isEqualTo(before);
        }
    }

    @Test
    void follower_afterSendingAgain_goesOn() {
        try (LiveResultsStore store = new InMemoryLiveResultsStore()) {
            FollowedRun.follow(store, 2_000);
            Follower restarted = FollowedRun.restore(store);
            restarted.sendAgain(3);
            restarted.follow(EVENTS, position -> {});

            assertThat(FollowedRun.compare(store, new Recomputation(FollowedRun.TABLES))
                            .equal())
                    .isTrue();
        }
    }

    @Test
    void follow_acknowledgesEveryWrite_upToTheEventItIsGiven() {
        try (LiveResultsStore store = new InMemoryLiveResultsStore()) {
            List<Long> acknowledged = new ArrayList<>();
            FollowedRun.restore(store).follow(450, position -> acknowledged.add(position.event()));

            assertThat(acknowledged).containsExactly(200L, 400L, 450L);
            assertThat(store.position(OpenOrders.ID).sequence()).isEqualTo(450);
        }
    }

    @Test
    void outboxEntries_giveTheEmissionsBack_byteForByte() {
        try (LiveResultsStore store = new InMemoryLiveResultsStore()) {
            FollowedRun.follow(store, 900);
            Position start = new Position(1, 0, 0);
            OutboxRead.Entries read = (OutboxRead.Entries) store.outboxAfter(RevenuePerNationAndMonth.ID, start);
            try (LiveResultsStore copy = new InMemoryLiveResultsStore()) {
                read.entries().stream()
                        .map(Emission::of)
                        .forEach(emission -> copy.applyMutations(RevenuePerNationAndMonth.ID, emission.mutations()));
                assertThat(rows(copy)).isNotEmpty().isEqualTo(rows(store));
            }
        }
    }

    private static List<Row> rows(LiveResultsStore store) {
        try (Snapshot snapshot = store.readSnapshot(RevenuePerNationAndMonth.ID)) {
            return snapshot.toList();
        }
    }

    @Test
    void refusedEmission_isAFailure() {
        try (LiveResultsStore store = new InMemoryLiveResultsStore()) {
            Follower follower = FollowedRun.restore(store);
            store.commit(ResultCommit.of(OpenOrders.ID, 1, List.of()).build());

            assertThatThrownBy(() -> follower.follow(10, position -> {}))
                    .isInstanceOf(DemoFailure.class)
                    .hasMessageContaining("refuses an emission");
        }
    }
}
