package io.afterimage.drasi;

import io.afterimage.drasi.Delivery.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parts of one emission that are there. Not thread-safe; one thread at a time. */
final class HeldParts extends Held {

    private final List<Part> parts = new ArrayList<>();
    private final Map<ContentHash, Integer> numbers = new HashMap<>();
    private final Readings readings = new Readings();

    HeldParts(Instant since) {
        super(since);
    }

    /** Takes a slice: parts that one request brought in this order. If they contradict the others, nothing changes. */
    Readings.Effect add(List<Part> slice) {
        int known = parts.size();
        int[] diffs = new int[slice.size()];
        Integer count = null;
        for (int i = 0; i < diffs.length; i++) {
            diffs[i] = number(slice.get(i));
            count = count == null ? slice.get(i).resultCount() : count;
        }
        Readings.Effect effect = readings.add(diffs, count);
        if (effect == Readings.Effect.CONTRADICTORY) {
            numbers.values().removeIf(number -> number >= known);
            parts.subList(known, parts.size()).clear();
        }
        return effect;
    }

    private int number(Part part) {
        return numbers.computeIfAbsent(ContentHash.of(part.change()), hash -> {
            parts.add(part);
            return parts.size() - 1;
        });
    }

    Readings readings() {
        return readings;
    }

    /** The emission that a reading makes. */
    ParsedLine.Emission emission(Reading reading) {
        List<RowChange> changes = Arrays.stream(reading.diffs())
                .mapToObj(diff -> parts.get(diff).change())
                .toList();
        return new ParsedLine.Emission(first().queryId(), first().sequence(), changes, ParsedLine.Order.AS_LISTED);
    }

    @Override
    Part first() {
        return parts.get(0);
    }
}
