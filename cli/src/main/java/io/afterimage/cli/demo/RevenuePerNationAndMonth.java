package io.afterimage.cli.demo;

import io.afterimage.RowMutation;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Discounted revenue per customer's nation and month of shipment: every shipment updates one aggregate. */
final class RevenuePerNationAndMonth implements LiveQuery {
    static final String ID = "revenue-per-nation-and-month";

    private final Map<Long, RevenueRow> rows = new HashMap<>();

    RevenuePerNationAndMonth(Collection<RevenueRow> rows) {
        for (RevenueRow row : rows) {
            this.rows.put(row.signature(), row);
        }
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String definition() {
        return "SELECT nation, month(shipdate), sum(extendedprice * (1 - discount)), count(*)"
                + " FROM lineitem JOIN orders JOIN customer JOIN nation WHERE shipped GROUP BY 1, 2";
    }

    @Override
    public List<RowMutation> apply(OrderChange change) {
        if (!(change.event() instanceof OrderEvent.Shipped shipped)) {
            return List.of();
        }
        String nation = OpenOrder.required(change.after(), shipped).nation();
        String month = LocalDate.ofEpochDay(shipped.day()).toString().substring(0, "1995-06".length());
        RevenueRow row = rows.merge(
                Signatures.of(nation, month),
                RevenueRow.of(nation, month, shipped.revenueTenThousandths(), 1),
                (old, first) -> old.plus(shipped.revenueTenThousandths()));
        return List.of(RowMutation.upsert(row.signature(), Json.write(row)));
    }
}
