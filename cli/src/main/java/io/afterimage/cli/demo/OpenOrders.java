package io.afterimage.cli.demo;

import io.afterimage.RowMutation;
import java.util.List;

/** Open orders with their customer: a row appears, changes as line items ship and arrive, and disappears. */
final class OpenOrders implements LiveQuery {
    static final String ID = "open-orders";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String definition() {
        return "SELECT * FROM orders JOIN customer JOIN nation WHERE open_line_items > 0";
    }

    @Override
    public List<RowMutation> apply(OrderChange change) {
        OpenOrder after = change.after();
        return List.of(
                after == null
                        ? RowMutation.delete(change.signature())
                        : RowMutation.upsert(after.signature(), Json.write(after)));
    }
}
