package io.afterimage.cli.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.afterimage.cli.supervision.DemoFailure;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An open order joined with its customer: a row of the query {@link OpenOrders}, and the state that the other queries
 * need of an order. All of it is in the row, so a snapshot of the rows restores the state. Immutable.
 *
 * @param status TPC-H's order status: O = nothing shipped, P = partly, F = all shipped (though not yet received)
 * @param placed the day, as 1995-06-17
 * @param totalPrice with two decimals
 */
@JsonPropertyOrder({
    "order",
    "status",
    "placed",
    "customer",
    "nation",
    "segment",
    "totalPrice",
    "lineItems",
    "shippedLineItems",
    "openLineItems"
})
record OpenOrder(
        long order,
        char status,
        String placed,
        String customer,
        String nation,
        String segment,
        BigDecimal totalPrice,
        int lineItems,
        int shippedLineItems,
        int openLineItems) {

    static OpenOrder placed(OrderEvent.Placed event, Customers.Entry customer) {
        return new OpenOrder(
                event.orderKey(),
                'O',
                LocalDate.ofEpochDay(event.day()).toString(),
                customer.name(),
                customer.nation(),
                customer.segment(),
                BigDecimal.valueOf(event.totalPriceCents(), 2),
                event.lineItems(),
                0,
                event.lineItems());
    }

    static OpenOrder required(@Nullable OpenOrder order, OrderEvent event) {
        if (order == null) {
            throw new DemoFailure("A line item of no open order changes. Event: " + event + ".");
        }
        return order;
    }

    OpenOrder withShipment() {
        int shipped = shippedLineItems + 1;
        return with(shipped == lineItems ? 'F' : 'P', shipped, openLineItems);
    }

    OpenOrder withReceipt() {
        return with(status, shippedLineItems, openLineItems - 1);
    }

    private OpenOrder with(char newStatus, int shipped, int open) {
        return new OpenOrder(order, newStatus, placed, customer, nation, segment, totalPrice, lineItems, shipped, open);
    }

    /** The identity of the row: a hash of the order's key. */
    long signature() {
        return Signatures.of(order);
    }
}
