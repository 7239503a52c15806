package io.afterimage.cli.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;

/** A row of {@link LargestOpenOrders}. Immutable. */
@JsonPropertyOrder({"order", "placed", "customer", "nation", "totalPrice", "openLineItems"})
record LargeOrderRow(
        long order, String placed, String customer, String nation, BigDecimal totalPrice, int openLineItems) {

    static LargeOrderRow of(OpenOrder order) {
        return new LargeOrderRow(
                order.order(),
                order.placed(),
                order.customer(),
                order.nation(),
                order.totalPrice(),
                order.openLineItems());
    }

    /** The identity of the row: a hash of the order's key. */
    long signature() {
        return Signatures.of(order);
    }
}
