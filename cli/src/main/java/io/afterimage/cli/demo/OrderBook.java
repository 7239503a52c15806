package io.afterimage.cli.demo;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All open orders: the join state that the three queries share. The rows of {@link OpenOrders} restore it. */
final class OrderBook {
    private final Customers customers;
    private final Map<Long, OpenOrder> open = new HashMap<>();

    OrderBook(Customers customers, Collection<OpenOrder> open) {
        this.customers = customers;
        for (OpenOrder order : open) {
            this.open.put(order.order(), order);
        }
    }

    OrderChange apply(OrderEvent event) {
        @Nullable OpenOrder before = open.get(event.orderKey());
        @Nullable OpenOrder after = event.after(before, customers);
        if (after == null) {
            open.remove(event.orderKey());
        } else {
            open.put(event.orderKey(), after);
        }
        return new OrderChange(event, before, after);
    }

    Collection<OpenOrder> orders() {
        return Collections.unmodifiableCollection(open.values());
    }
}
