package io.afterimage.drasi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A whole emission, or a control event, that waits for its turn. Not thread-safe; one thread at a time. */
final class HeldWhole implements Held {

    private final Delivery delivery;
    private final List<Long> rows = new ArrayList<>();
    private final Instant since;
    private Instant lastArrival;
    private long bytes;

    HeldWhole(Delivery delivery, Instant since) {
        this.delivery = delivery;
        this.since = since;
        lastArrival = since;
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
    public Delivery first() {
        return delivery;
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public Instant lastArrival() {
        return lastArrival;
    }

    @Override
    public void arrived(Instant now) {
        lastArrival = now;
    }

    @Override
    public List<Long> rows() {
        return rows;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void stored(long row, int length) {
        rows.add(row);
        bytes += length;
    }
}
