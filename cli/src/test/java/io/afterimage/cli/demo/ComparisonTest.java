package io.afterimage.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge of the demo finds every kind of damage that is done to a store on purpose. */
class ComparisonTest {
    private static final Recomputation TRUTH = new Recomputation(FollowedRun.TABLES);

    private final LiveResultsStore store = new InMemoryLiveResultsStore();

    @BeforeEach
    void followToTheEnd() {
        FollowedRun.follow(store, TRUTH.events());
        assertThat(compare().equal()).isTrue();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private Comparison.Outcome compare() {
        return FollowedRun.compare(store, TRUTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {OpenOrders.ID, RevenuePerNationAndMonth.ID, LargestOpenOrders.ID})
    void tamperedRow_differs(String query) {
        Row row = anyRow(query);
        byte[] tampered = row.data().clone();
        tampered[tampered.length / 2] ^= 1;
        store.applyMutations(query, List.of(RowMutation.upsert(row.rowSignature(), tampered)));

        Comparison.Outcome outcome = compare();
        assertThat(outcome.different()).isEqualTo(1);
        assertThat(outcome.differences()).singleElement().asString().contains("A row differs", query, text(row));
    }

    @ParameterizedTest
    @ValueSource(strings = {OpenOrders.ID, RevenuePerNationAndMonth.ID, LargestOpenOrders.ID})
    void missingRow_isLost(String query) {
        Row row = anyRow(query);
        store.applyMutations(query, List.of(RowMutation.delete(row.rowSignature())));

        Comparison.Outcome outcome = compare();
        assertThat(outcome.lost()).isEqualTo(1);
        assertThat(outcome.differences())
                .anyMatch(text -> text.contains("A row is missing") && text.contains(text(row)));
    }

    @ParameterizedTest
    @ValueSource(strings = {OpenOrders.ID, RevenuePerNationAndMonth.ID, LargestOpenOrders.ID})
    void unexpectedRow_differs(String query) {
        store.applyMutations(query, List.of(RowMutation.upsert(7, "{}".getBytes(StandardCharsets.UTF_8))));

        Comparison.Outcome outcome = compare();
        assertThat(outcome.equal()).isFalse();
        assertThat(outcome.differences()).anyMatch(text -> text.contains("A row is not expected"));
    }

    @Test
    void swappedRows_differBoth() {
        Row first = anyRow(OpenOrders.ID);
        store.applyMutations(
                OpenOrders.ID,
                List.of(
                        RowMutation.delete(first.rowSignature()),
                        RowMutation.upsert(first.rowSignature() + 1, first.data())));

        Comparison.Outcome outcome = compare();
        assertThat(outcome.lost()).isEqualTo(1);
        assertThat(outcome.different()).isEqualTo(1);
    }

    @Test
    void emissionThatIsNotThere_isLost() {
        store.drop(OpenOrders.ID);

        Comparison.Outcome outcome = compare();
        assertThat(outcome.lost()).isGreaterThan(TRUTH.events());
        assertThat(outcome.differences()).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void streamThatStopsEarly_isLost() {
        try (LiveResultsStore early = new InMemoryLiveResultsStore()) {
            FollowedRun.follow(early, TRUTH.events() - 1);

            Comparison.Outcome outcome = FollowedRun.compare(early, TRUTH);
            assertThat(outcome.lost()).isPositive();
            assertThat(outcome.differences()).anyMatch(text -> text.contains("not followed to its end"));
        }
    }

    /** The follower passes over an event, but numbers its emissions without a hole: only the judge can see it. */
    @Test
    void skippedEvent_isLost() {
        try (LiveResultsStore holed = new InMemoryLiveResultsStore()) {
            ChangeStream stream = new ChangeStream(FollowedRun.TABLES, SourcePosition.START);
            while (!(stream.next() instanceof OrderEvent.Shipped)
                    || stream.position().event() < 3_000) {
                // on to a shipment in the middle
            }
            FollowedRun.follow(holed, stream.position().event() - 1);
            RestoredState restored = RestoredState.read(holed, FollowedRun.CUSTOMERS, FollowedRun.LARGEST_LIMIT);
            new Follower(holed, restored, stream).follow(TRUTH.events(), position -> {});

            Comparison.Outcome outcome = FollowedRun.compare(holed, TRUTH);
            assertThat(outcome.lost()).isPositive();
            assertThat(outcome.differences()).anyMatch(text -> text.contains("Emissions are missing"));
        }
    }

    @Test
    void emissionTooMany_differs() {
        long next = store.position(OpenOrders.ID).sequence() + 1;
        store.commit(ResultCommit.of(OpenOrders.ID, next, List.of()).build());

        Comparison.Outcome outcome = compare();
        assertThat(outcome.equal()).isFalse();
        assertThat(outcome.differences()).anyMatch(text -> text.contains("too many emissions"));
    }

    @Test
    void duplicatesThatAreApplied_areCounted() {
        try (AppliesDuplicates forgetful = new AppliesDuplicates()) {
            FollowedRun.follow(forgetful.store(), 2_000);
            Follower restarted = FollowedRun.restore(forgetful.store());
            assertThat(restarted.sendAgain(2)).isZero();
            restarted.follow(TRUTH.events(), position -> {});

            Comparison.Outcome outcome = FollowedRun.compare(forgetful.store(), TRUTH);
            assertThat(outcome.duplicated()).isEqualTo(6);
            assertThat(outcome.differences()).allMatch(text -> text.contains("applied twice"));
        }
    }

    private Row anyRow(String query) {
        try (Snapshot snapshot = store.readSnapshot(query)) {
            List<Row> rows = snapshot.toList();
            return rows.get(rows.size() / 2);
        }
    }

    private static String text(Row row) {
        return new String(row.data(), StandardCharsets.UTF_8);
    }
}
