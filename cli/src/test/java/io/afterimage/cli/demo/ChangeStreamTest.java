package io.afterimage.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChangeStreamTest {
    private static final List<OrderEvent> ALL = rest(new ChangeStream(FollowedRun.TABLES, SourcePosition.START));

    @Test
    void events_comeInOrder_untilToday() {
        assertThat(ALL).isSortedAccordingTo(OrderEvent.STREAM_ORDER).hasSize((int)
                new Recomputation(FollowedRun.TABLES).events());
        assertThat(ALL.get(0).day()).isBetween(TpchTables.FIRST_DAY, TpchTables.FIRST_DAY + 10);
        assertThat(ALL.get(ALL.size() - 1).day()).isEqualTo(TpchTables.TODAY);
    }

    @Property(tries = 40)
    void resumedStream_goesOnWhereItStood(@ForAll @IntRange(max = 6_000) int events) {
        ChangeStream stream = new ChangeStream(FollowedRun.TABLES, SourcePosition.START);
        for (int event = 0; event < events; event++) {
            stream.next();
        }
        SourcePosition stored = SourcePosition.of(stream.position().toBytes());

        assertThat(stored.event()).isEqualTo(events);
        assertThat(rest(new ChangeStream(FollowedRun.TABLES, stored))).isEqualTo(ALL.subList(events, ALL.size()));
    }

    @Property(tries = 10)
    void narrowWindows_changeNothing(@ForAll @IntRange(min = 20, max = 500) int ordersPerWindow) {
        assertThat(rest(new ChangeStream(FollowedRun.TABLES, SourcePosition.START, ordersPerWindow)))
                .isEqualTo(ALL);
    }

    @Test
    void streamAtItsEnd_hasNoNext() {
        ChangeStream stream = new ChangeStream(FollowedRun.TABLES, SourcePosition.START);
        rest(stream);
        assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
    }

    private static List<OrderEvent> rest(Iterator<OrderEvent> stream) {
        List<OrderEvent> events = new ArrayList<>();
        stream.forEachRemaining(events::add);
        return events;
    }
}
