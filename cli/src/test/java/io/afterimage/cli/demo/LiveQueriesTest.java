package io.afterimage.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.trino.tpch.Order;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What the queries maintain step by step is what a full scan computes, wherever the stream stops. */
class LiveQueriesTest {
    private static final int DAYS = 1_263;

    @Property(tries = 60)
    void maintained_untilAnyDay_equalTheRecomputation(@ForAll @IntRange(max = DAYS) int days) {
        Recomputation truth = new Recomputation(FollowedRun.TABLES, TpchTables.FIRST_DAY + days);
        try (InMemoryLiveResultsStore store = new InMemoryLiveResultsStore()) {
            FollowedRun.follow(store, truth.events());

            Comparison.Outcome outcome = FollowedRun.compare(store, truth);
            assertThat(outcome.differences()).isEmpty();
            assertThat(outcome.equal()).isTrue();
        }
    }

    @Test
    void days_endToday() {
        assertThat(TpchTables.FIRST_DAY + DAYS).isEqualTo(TpchTables.TODAY);
    }

    @Test
    void recomputedStatus_isTheGeneratorsOwn() {
        assertThat(new Recomputation(FollowedRun.TABLES).orders())
                .hasSizeGreaterThan(700)
                .allSatisfy(order ->
                        assertThat(order.status()).isEqualTo(order.order().getOrderStatus()));
    }

    @Test
    void ordersOfToday_areOpenInEveryStatus() {
        assertThat(new Recomputation(FollowedRun.TABLES)
                        .orders().stream()
                                .filter(Recomputation.RawOrder::isOpen)
                                .map(Recomputation.RawOrder::order)
                                .map(Order::getOrderStatus))
                .contains('O', 'P', 'F');
    }
}
