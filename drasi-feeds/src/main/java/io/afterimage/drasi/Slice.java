package io.afterimage.drasi;

import io.afterimage.drasi.Delivery.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Deliveries of one request that stand together: consecutive parts of one emission, or one other delivery. Immutable.
 *
 * @param items the deliveries and their places in the request; one or more
 */
record Slice(List<Item> items) {

    /** Copies the list. */
    Slice {
        items = List.copyOf(items);
    }

    /** A delivery and its place in the request. */
    record Item(int index, Delivery delivery) {}

    /** Cuts what a request brings for one query. */
    static List<Slice> cut(List<Item> items) {
        List<Slice> slices = new ArrayList<>();
        List<Item> open = new ArrayList<>();
        for (Item item : items) {
            if (!open.isEmpty() && !together(open.get(0).delivery(), item.delivery())) {
                slices.add(new Slice(open));
                open.clear();
            }
            open.add(item);
        }
        if (!open.isEmpty()) {
            slices.add(new Slice(open));
        }
        return slices;
    }

    private static boolean together(Delivery first, Delivery next) {
        return first instanceof Part && next instanceof Part && first.sequence() == next.sequence();
    }

    Delivery first() {
        return items.get(0).delivery();
    }

    long sequence() {
        return first().sequence();
    }

    /** What it says: of parts, what they say together. */
    EmissionContent content() {
        return first() instanceof Part
                ? EmissionContent.of(items.stream()
                        .map(item -> ((Part) item.delivery()).change())
                        .toList())
                : HeldWhole.contentOf(first());
    }

    void settle(Receipt receipt, Receipt.Fate fate) {
        items.forEach(item -> receipt.settle(item.index(), fate));
    }

    void settle(Receipt receipt, Receipt.Fate fate, String reason) {
        items.forEach(item -> receipt.settle(item.index(), fate, reason));
    }
}
