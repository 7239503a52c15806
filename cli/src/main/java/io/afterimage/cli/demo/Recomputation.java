package io.afterimage.cli.demo;

import io.afterimage.Row;
import io.afterimage.cli.supervision.DemoFailure;
import io.trino.tpch.Customer;
import io.trino.tpch.LineItem;
import io.trino.tpch.Order;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The three results computed from the raw tables, as of the end of a day: full scans into memory, sums and a sort. It
 * shares the row formats with the live queries and nothing else: no stream, no join state, no incremental step.
 */
final class Recomputation {
    private final Map<Long, Customer> customers = new HashMap<>();
    private final Map<Long, String> nations = new HashMap<>();
    private final Map<Long, RawOrder> orders = new HashMap<>();

    /** What counts of a line item. */
    record RawLine(int number, boolean shipped, boolean received, int shipDay, int receiptDay, long revenue) {
        static RawLine of(LineItem line, int day) {
            return new RawLine(
                    line.getLineNumber(),
                    line.getShipDate() <= day,
                    line.getReceiptDate() <= day,
                    line.getShipDate(),
                    line.getReceiptDate(),
                    line.getExtendedPriceInCents() * (100 - line.getDiscountPercent()));
        }
    }

    /** An order with its line items. */
    record RawOrder(Order order, List<RawLine> lines) {
        int shippedLines() {
            return (int) lines.stream().filter(RawLine::shipped).count();
        }

        int receivedLines() {
            return (int) lines.stream().filter(RawLine::received).count();
        }

        boolean isOpen() {
            return receivedLines() < lines.size();
        }

        /** As the TPC-H specification defines it (clause 4.2.3), which says what {@link Order#getOrderStatus} is today. */
        char status() {
            return shippedLines() == 0 ? 'O' : shippedLines() == lines.size() ? 'F' : 'P';
        }
    }

    Recomputation(TpchTables tables) {
        this(tables, TpchTables.TODAY);
    }

    Recomputation(TpchTables tables, int day) {
        tables.customers().forEach(customer -> customers.put(customer.getCustomerKey(), customer));
        tables.nations().forEach(nation -> nations.put(nation.getNationKey(), nation.getName()));
        for (Order order : tables.orders()) {
            if (order.getOrderDate() <= day) {
                orders.put(order.getOrderKey(), new RawOrder(order, new ArrayList<>(4)));
            }
        }
        for (LineItem line : tables.lineItems()) {
            RawOrder order = orders.get(line.getOrderKey());
            if (order != null) {
                order.lines().add(RawLine.of(line, day));
            }
        }
    }

    Collection<RawOrder> orders() {
        return orders.values();
    }

    /** How many events lead here: every order, every shipment, every receipt. */
    long events() {
        return orders.values().stream()
                .mapToLong(order -> 1L + order.shippedLines() + order.receivedLines())
                .sum();
    }

    List<ExpectedResult> results(int largestLimit) {
        return List.of(openOrders(), revenuePerNationAndMonth(), largestOpenOrders(largestLimit));
    }

    /** Every event changes an order that is open before or after it, so every event is an emission. */
    private ExpectedResult openOrders() {
        List<Row> rows = new ArrayList<>();
        for (RawOrder order : orders.values()) {
            if (order.isOpen()) {
                OpenOrder row = row(order);
                rows.add(new Row(row.signature(), Json.write(row)));
            }
        }
        return new ExpectedResult(OpenOrders.ID, events(), rows);
    }

    /** Every shipment is an emission. */
    private ExpectedResult revenuePerNationAndMonth() {
        Map<List<String>, long[]> sums = new HashMap<>();
        for (RawOrder order : orders.values()) {
            for (RawLine line : order.lines()) {
                if (line.shipped()) {
                    add(sums, nation(order), line);
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        long shipments = 0;
        for (Map.Entry<List<String>, long[]> sum : sums.entrySet()) {
            RevenueRow row =
                    RevenueRow.of(sum.getKey().get(0), sum.getKey().get(1), sum.getValue()[0], sum.getValue()[1]);
            rows.add(new Row(row.signature(), Json.write(row)));
            shipments += row.lineItems();
        }
        return new ExpectedResult(RevenuePerNationAndMonth.ID, shipments, rows);
    }

    private static void add(Map<List<String>, long[]> sums, String nation, RawLine line) {
        LocalDate shipped = LocalDate.ofEpochDay(line.shipDay());
        String month = "%04d-%02d".formatted(shipped.getYear(), shipped.getMonthValue());
        long[] sum = sums.computeIfAbsent(List.of(nation, month), group -> new long[2]);
        sum[0] += line.revenue();
        sum[1]++;
    }

    private ExpectedResult largestOpenOrders(int limit) {
        List<Row> rows = orders.values().stream()
                .filter(RawOrder::isOpen)
                .sorted(LARGEST_FIRST)
                .limit(limit)
                .map(order -> LargeOrderRow.of(row(order)))
                .map(row -> new Row(row.signature(), Json.write(row)))
                .toList();
        return new ExpectedResult(LargestOpenOrders.ID, new TopChanges(limit, orders.values()).count(), rows);
    }

    static final Comparator<RawOrder> LARGEST_FIRST = Comparator.<RawOrder>comparingLong(
                    order -> -order.order().getTotalPriceInCents())
            .thenComparingLong(order -> order.order().getOrderKey());

    private String nation(RawOrder order) {
        return known(nations, customer(order).getNationKey());
    }

    private OpenOrder row(RawOrder order) {
        Customer customer = customer(order);
        return new OpenOrder(
                order.order().getOrderKey(),
                order.status(),
                LocalDate.ofEpochDay(order.order().getOrderDate()).toString(),
                customer.getName(),
                nation(order),
                customer.getMarketSegment(),
                new BigDecimal(order.order().getTotalPriceInCents()).movePointLeft(2),
                order.lines().size(),
                order.shippedLines(),
                order.lines().size() - order.receivedLines());
    }

    private Customer customer(RawOrder order) {
        return known(customers, order.order().getCustomerKey());
    }

    private static <T> T known(Map<Long, T> byKey, long key) {
        T value = byKey.get(key);
        if (value == null) {
            throw new DemoFailure("The raw tables contradict themselves. Missing key: " + key + ".");
        }
        return value;
    }
}
