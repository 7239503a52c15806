package io.afterimage.cli.demo;

import io.afterimage.cli.demo.Recomputation.RawLine;
import io.afterimage.cli.demo.Recomputation.RawOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many events change the largest open orders. Ranks are looked up in one sorted list of all open orders: an event
 * counts when its order stands within the limit and its row there changes.
 */
final class TopChanges {
    private final int limit;
    private final List<Moment> moments = new ArrayList<>();
    private final List<RawOrder> open = new ArrayList<>();
    private final Map<Long, Integer> received = new HashMap<>();

    /** An order is placed (line 0) or one of its line items is received. */
    private record Moment(int day, boolean receipt, RawOrder order, int line) {
        static final Comparator<Moment> IN_ORDER = Comparator.comparingInt(Moment::day)
                .thenComparing(Moment::receipt)
                .thenComparingLong(moment -> moment.order().order().getOrderKey())
                .thenComparingInt(Moment::line);
    }

    TopChanges(int limit, Collection<RawOrder> orders) {
        this.limit = limit;
        for (RawOrder order : orders) {
            moments.add(new Moment(order.order().getOrderDate(), false, order, 0));
            for (RawLine line : order.lines()) {
                if (line.received()) {
                    moments.add(new Moment(line.receiptDay(), true, order, line.number()));
                }
            }
        }
        moments.sort(Moment.IN_ORDER);
    }

    long count() {
        return moments.stream().filter(this::changesTop).count();
    }

    private boolean changesTop(Moment moment) {
        int rank = Collections.binarySearch(open, moment.order(), Recomputation.LARGEST_FIRST);
        if (!moment.receipt()) {
            rank = -rank - 1;
            open.add(rank, moment.order());
        } else if (receivedLines(moment) == moment.order().lines().size()) {
            open.remove(rank);
        }
        return rank < limit;
    }

    private int receivedLines(Moment receipt) {
        return received.merge(receipt.order().order().getOrderKey(), 1, Integer::sum);
    }
}
