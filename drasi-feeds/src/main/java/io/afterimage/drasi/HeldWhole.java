package io.afterimage.drasi;

import java.time.Instant;

/** A whole emission, or a control event, that waits for its turn. Not thread-safe; one thread at a time. */
final class HeldWhole extends Held {

    private final Delivery delivery;

    HeldWhole(Delivery delivery, Instant since) {
        super(since);
        this.delivery = delivery;
    }

    EmissionContent content() {
        return contentOf(delivery);
    }

    /** What a delivery says that is not a part. */
    static EmissionContent contentOf(Delivery delivery) {
        if (delivery instanceof Delivery.Control control) {
            return EmissionContent.of(control.event().signal());
        }
        return EmissionContent.of(((Delivery.Whole) delivery).emission().changes());
    }

    @Override
    Delivery first() {
        return delivery;
    }
}
