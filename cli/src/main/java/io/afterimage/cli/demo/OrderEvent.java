package io.afterimage.cli.demo;

import io.afterimage.cli.supervision.DemoFailure;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** One change of the order tables, with the columns that the change carries. Immutable. */
sealed interface OrderEvent {

    /** The order of the stream: by day; within a day orders are placed, then line items shipped, then received. */
    Comparator<OrderEvent> STREAM_ORDER = Comparator.comparingInt(OrderEvent::day)
            .thenComparingInt(OrderEvent::rankInDay)
            .thenComparingLong(OrderEvent::orderKey)
            .thenComparingInt(OrderEvent::lineNumber);

    /** The epoch day on which it happens. */
    int day();

    long orderKey();

    /** The line item, 0 where the change is about the order itself. */
    int lineNumber();

    int rankInDay();

    /**
     * What the order is after this event.
     *
     * @param before the order before it, null if there is none
     * @param customers the customers
     * @return the order, null if the event closes it
     */
    @Nullable
    OpenOrder after(@Nullable OpenOrder before, Customers customers);

    /** A customer places an order. */
    record Placed(int day, long orderKey, long customerKey, long totalPriceCents, int lineItems) implements OrderEvent {
        @Override
        public int lineNumber() {
            return 0;
        }

        @Override
        public int rankInDay() {
            return 0;
        }

        @Override
        public OpenOrder after(@Nullable OpenOrder before, Customers customers) {
            if (before != null) {
                throw new DemoFailure("An order is placed twice. Order: " + orderKey + ".");
            }
            return OpenOrder.placed(this, customers.get(customerKey));
        }
    }

    /**
     * A line item ships.
     *
     * @param revenueTenThousandths the discounted price in 1/10,000 of the currency unit: cents times percent, exact
     */
    record Shipped(int day, long orderKey, int lineNumber, long revenueTenThousandths) implements OrderEvent {
        @Override
        public int rankInDay() {
            return 1;
        }

        @Override
        public OpenOrder after(@Nullable OpenOrder before, Customers customers) {
            return OpenOrder.required(before, this).withShipment();
        }
    }

    /** The customer receives a line item; with the last one the order closes. */
    record Received(int day, long orderKey, int lineNumber) implements OrderEvent {
        @Override
        public int rankInDay() {
            return 2;
        }

        @Override
        public @Nullable OpenOrder after(@Nullable OpenOrder before, Customers customers) {
            OpenOrder received = OpenOrder.required(before, this).withReceipt();
            return received.openLineItems() == 0 ? null : received;
        }
    }
}
