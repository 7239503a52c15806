package io.afterimage.cli.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;

/**
 * A row of {@link RevenuePerNationAndMonth}. Immutable.
 *
 * @param month the month of shipment, as 1995-06
 * @param revenue with four decimals, since cents are multiplied by percent; exact
 * @param lineItems how many line items it sums up
 */
@JsonPropertyOrder({"nation", "month", "revenue", "lineItems"})
record RevenueRow(String nation, String month, BigDecimal revenue, long lineItems) {
    private static final int SCALE = 4;

    static RevenueRow of(String nation, String month, long revenueTenThousandths, long lineItems) {
        return new RevenueRow(nation, month, BigDecimal.valueOf(revenueTenThousandths, SCALE), lineItems);
    }

    RevenueRow plus(long revenueTenThousandths) {
        return new RevenueRow(
                nation, month, revenue.add(BigDecimal.valueOf(revenueTenThousandths, SCALE)), lineItems + 1);
    }

    /** The identity of the row: a hash of the grouping keys. */
    long signature() {
        return Signatures.of(nation, month);
    }
}
