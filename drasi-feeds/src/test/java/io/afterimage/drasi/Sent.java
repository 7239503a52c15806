package io.afterimage.drasi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.drasi.ParsedLine.Order;
import io.afterimage.drasi.ParsedLine.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes what a Drasi sends, for tests. */
final class Sent {

    static final Instant NOON = Instant.parse("2026-08-21T12:00:00Z");

    private Sent() {}

    static RowChange add(long signature, String row) {
        return new RowChange.Put(null, json(row), signed(signature));
    }

    static RowChange update(long signature, String before, String after) {
        return new RowChange.Put(json(before), json(after), signed(signature));
    }

    static RowChange remove(long signature, String before) {
        return new RowChange.Remove(json(before), signed(signature));
    }

    static RowChange add(String row) {
        return new RowChange.Put(null, json(row), RowChange.Hint.NONE);
    }

    static RowChange update(String before, String after) {
        return new RowChange.Put(json(before), json(after), RowChange.Hint.NONE);
    }

    static RowChange remove(String before) {
        return new RowChange.Remove(json(before), RowChange.Hint.NONE);
    }

    /** A part of an emission whose count is told, published so many seconds after noon as its sequence says. */
    static Delivery.Part part(String query, long sequence, @Nullable Integer count, RowChange change) {
        return new Delivery.Part(query, sequence, change, count, NOON.plusSeconds(sequence), Map.of());
    }

    static Delivery.Whole whole(String query, long sequence, RowChange... changes) {
        return new Delivery.Whole(
                new ParsedLine.Emission(query, sequence, List.of(changes), Order.DELETES_FIRST),
                NOON.plusSeconds(sequence),
                Map.of());
    }

    static Delivery.Control control(String query, long sequence, Signal signal, long secondsAfterNoon) {
        return new Delivery.Control(new ParsedLine.Control(
                query, sequence, signal, NOON.plusSeconds(secondsAfterNoon).toEpochMilli()));
    }

    private static RowChange.Hint signed(long signature) {
        return new RowChange.Hint(signature, null);
    }

    static RawJson json(String text) {
        return RawJson.parse(text.getBytes(UTF_8));
    }
}
