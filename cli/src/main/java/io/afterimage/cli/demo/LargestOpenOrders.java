package io.afterimage.cli.demo;

import io.afterimage.RowMutation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The largest open orders by total price. An order that enters pushes the smallest one out; when one of them closes, the
 * largest of the others enters. The candidates beyond the edge are all open orders, so {@link OrderBook} restores them.
 */
final class LargestOpenOrders implements LiveQuery {
    static final String ID = "largest-open-orders";
    static final int LIMIT = 1_000;

    private static final Comparator<OpenOrder> LARGEST_FIRST = Comparator.comparing(
                    OpenOrder::totalPrice, Comparator.reverseOrder())
            .thenComparingLong(OpenOrder::order);

    private final int limit;
    private final TreeSet<OpenOrder> shown = new TreeSet<>(LARGEST_FIRST);
    private final TreeSet<OpenOrder> beyond = new TreeSet<>(LARGEST_FIRST);

    LargestOpenOrders(int limit, Collection<OpenOrder> open) {
        this.limit = limit;
        beyond.addAll(open);
        while (shown.size() < limit && !beyond.isEmpty()) {
            shown.add(beyond.pollFirst());
        }
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String definition() {
        return "SELECT * FROM open_orders ORDER BY total_price DESC, order LIMIT " + limit;
    }

    @Override
    public List<RowMutation> apply(OrderChange change) {
        List<RowMutation> mutations = new ArrayList<>(2);
        boolean wasShown = remove(change.before());
        OpenOrder after = change.after();
        if (!wasShown) {
            enter(after, mutations);
        } else if (after == null) {
            leave(change.signature(), mutations);
        } else {
            shown.add(after);
            update(change, mutations);
        }
        return mutations;
    }

    private boolean remove(@Nullable OpenOrder order) {
        if (order == null || shown.remove(order)) {
            return order != null;
        }
        beyond.remove(order);
        return false;
    }

    private void leave(long signature, List<RowMutation> mutations) {
        mutations.add(RowMutation.delete(signature));
        OpenOrder next = beyond.pollFirst();
        if (next != null) {
            shown.add(next);
            mutations.add(upsert(next));
        }
    }

    private void enter(@Nullable OpenOrder order, List<RowMutation> mutations) {
        if (order == null) {
            return;
        }
        shown.add(order);
        OpenOrder out = shown.size() > limit ? shown.pollLast() : null;
        if (out != null) {
            beyond.add(out);
        }
        if (out != null && out.order() == order.order()) {
            return;
        }
        if (out != null) {
            mutations.add(RowMutation.delete(out.signature()));
        }
        mutations.add(upsert(order));
    }

    private static void update(OrderChange change, List<RowMutation> mutations) {
        OpenOrder before = OpenOrder.required(change.before(), change.event());
        OpenOrder after = OpenOrder.required(change.after(), change.event());
        if (!LargeOrderRow.of(before).equals(LargeOrderRow.of(after))) {
            mutations.add(upsert(after));
        }
    }

    private static RowMutation upsert(OpenOrder order) {
        return RowMutation.upsert(order.signature(), Json.write(LargeOrderRow.of(order)));
    }
}
