package io.afterimage.cli.demo;

import io.trino.tpch.Customer;
import io.trino.tpch.CustomerGenerator;
import io.trino.tpch.Distributions;
import io.trino.tpch.GenerateUtils;
import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import io.trino.tpch.Nation;
import io.trino.tpch.NationGenerator;
import io.trino.tpch.Order;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.TextPool;
import java.time.LocalDate;

/**
 * The TPC-H tables at one scale. They are generated anew at every reading, always the same, and never held in memory.
 * Immutable.
 *
 * @param scale TPC-H's scale factor; 1 stands for 1,500,000 orders and some 6,000,000 line items ({@link #MIN_SCALE} to
 *     {@link #MAX_SCALE})
 */
record TpchTables(double scale) {
    static final double MIN_SCALE = 0.001;
    static final double MAX_SCALE = 100;

    /**
     * TPC-H's current date, 1995-06-17 (specification, clause 4.2.2.12), as an epoch day. The generated order and line
     * statuses are those of this day, and it lies in the middle of the data.
     */
    static final int TODAY = (int) LocalDate.of(1995, 6, 17).toEpochDay();

    /** The first day with orders, 1992-01-01, as an epoch day. */
    static final int FIRST_DAY = (int) LocalDate.of(1992, 1, 1).toEpochDay();

    /** How long an order stays open at most: 121 days until its last line item ships, 30 more until it is received. */
    static final int MAX_OPEN_DAYS = 121 + 30;

    TpchTables {
        if (!(scale >= MIN_SCALE && scale <= MAX_SCALE)) {
            throw new IllegalArgumentException("The scale is outside its limits. Expected: " + MIN_SCALE + " to "
                    + MAX_SCALE + ". Found: " + scale + ".");
        }
    }

    /** Nobody reads the comments, and TPC-H's own text pool takes 300 MB and seconds: a small one gives the same rows. */
    private static final class Texts {
        static final Distributions DISTRIBUTIONS = Distributions.getDefaultDistributions();
        static final TextPool POOL = new TextPool(1 << 16, DISTRIBUTIONS);
    }

    Iterable<Nation> nations() {
        return new NationGenerator(Texts.DISTRIBUTIONS, Texts.POOL);
    }

    Iterable<Customer> customers() {
        return new CustomerGenerator(scale, 1, 1, Texts.DISTRIBUTIONS, Texts.POOL);
    }

    Iterable<Order> orders() {
        return new OrderGenerator(scale, 1, 1, Texts.DISTRIBUTIONS, Texts.POOL);
    }

    /** In the order of {@link #orders}, each order's line items together. */
    Iterable<LineItem> lineItems() {
        return new LineItemGenerator(scale, 1, 1, Texts.DISTRIBUTIONS, Texts.POOL);
    }

    long orderCount() {
        return GenerateUtils.calculateRowCount(OrderGenerator.SCALE_BASE, scale, 1, 1);
    }
}
