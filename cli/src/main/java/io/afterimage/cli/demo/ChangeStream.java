package io.afterimage.cli.demo;

import io.trino.tpch.LineItem;
import io.trino.tpch.Order;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The order tables played in date order, from a position until {@link TpchTables#TODAY}. The stream depends on the scale
 * alone, so whoever restarts generates it again and goes on at the stored position, without playing what came before.
 *
 * <p>The generator yields orders in key order with dates all over the years. The stream reads the tables once per window
 * of days, wide enough for some {@value #ORDERS_PER_WINDOW} orders, and holds the events of these and of older open
 * orders in a priority queue: memory is bounded by the window, not by the tables. Small scales need one window.
 */
final class ChangeStream implements Iterator<OrderEvent> {
    static final int ORDERS_PER_WINDOW = 100_000;

    private final TpchTables tables;
    private final int windowDays;
    private final PriorityQueue<OrderEvent> upcoming = new PriorityQueue<>(OrderEvent.STREAM_ORDER);
    private int loadedUntilDay;
    private SourcePosition position;

    ChangeStream(TpchTables tables, SourcePosition from) {
        this(tables, from, ORDERS_PER_WINDOW);
    }

    ChangeStream(TpchTables tables, SourcePosition from, int ordersPerWindow) {
        this.tables = tables;
        long ordersPerDay = tables.orderCount() / (TpchTables.TODAY - TpchTables.FIRST_DAY);
        windowDays = (int) Math.max(1, ordersPerWindow / Math.max(1, ordersPerDay));
        position = from;
        loadedUntilDay = from.day() - TpchTables.MAX_OPEN_DAYS;
        load(from.day(), from.day() + windowDays);
        for (int skipped = 0; skipped < from.eventsOfDay(); skipped++) {
            upcoming.remove();
        }
    }

    /** Where the stream stands: after the event that {@link #next} returned last. */
    SourcePosition position() {
        return position;
    }

    @Override
    public boolean hasNext() {
        while (upcoming.isEmpty() || upcoming.element().day() >= loadedUntilDay) {
            if (loadedUntilDay > TpchTables.TODAY) {
                return !upcoming.isEmpty();
            }
            load(loadedUntilDay, loadedUntilDay + windowDays);
        }
        return true;
    }

    @Override
    public OrderEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        OrderEvent next = upcoming.remove();
        position = position.after(next);
        return next;
    }

    /** Reads the orders placed since the last window and before {@code untilDay}; events before {@code fromDay} are past. */
    private void load(int fromDay, int untilDay) {
        Iterator<LineItem> lines = tables.lineItems().iterator();
        @Nullable LineItem line = lines.next();
        for (Order order : tables.orders()) {
            boolean inWindow = order.getOrderDate() >= loadedUntilDay && order.getOrderDate() < untilDay;
            int lineItems = 0;
            while (line != null && line.getOrderKey() == order.getOrderKey()) {
                lineItems++;
                if (inWindow) {
                    offer(fromDay, line);
                }
                line = lines.hasNext() ? lines.next() : null;
            }
            if (inWindow) {
                offer(fromDay, placed(order, lineItems));
            }
        }
        loadedUntilDay = untilDay;
    }

    private void offer(int fromDay, LineItem line) {
        long revenue = line.getExtendedPriceInCents() * (100 - line.getDiscountPercent());
        offer(fromDay, new OrderEvent.Shipped(line.getShipDate(), line.getOrderKey(), line.getLineNumber(), revenue));
        offer(fromDay, new OrderEvent.Received(line.getReceiptDate(), line.getOrderKey(), line.getLineNumber()));
    }

    private void offer(int fromDay, OrderEvent event) {
        if (event.day() >= fromDay && event.day() <= TpchTables.TODAY) {
            upcoming.add(event);
        }
    }

    private static OrderEvent placed(Order order, int lineItems) {
        return new OrderEvent.Placed(
                order.getOrderDate(),
                order.getOrderKey(),
                order.getCustomerKey(),
                order.getTotalPriceInCents(),
                lineItems);
    }
}
