package io.afterimage.drasi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A query that changes at random, and a sender that cuts, joins and repeats what it publishes, as a Drasi may. */
public final class RandomQuery {

    private static final int KEYS = 6;

    private final Random random;
    private final Map<Long, String> rows = new TreeMap<>();
    private long sequence;

    /** Begins a query that the seed repeats. */
    public RandomQuery(long seed) {
        random = new Random(seed);
    }

    /** A diff as a wire sends it: no row before an ADD, none after a DELETE. */
    public record Diff(
            long sequence,
            int count,
            long key,
            @Nullable String before,
            @Nullable String after) {

        /** Its name on the wires. */
        public String operation() {
            return before == null ? "ADD" : after == null ? "DELETE" : "UPDATE";
        }
    }

    /** The query's rows by their keys. */
    public Map<Long, String> rows() {
        return rows;
    }

    /** The number of the last emission. */
    public long sequence() {
        return sequence;
    }

    /** Some emissions, as requests in the order of their sending. */
    public List<List<Diff>> requests(int emissions) {
        List<Diff> diffs = new ArrayList<>();
        for (int i = 0; i < emissions; i++) {
            diffs.addAll(emission());
        }
        List<List<Diff>> requests = new ArrayList<>();
        int from = 0;
        while (from < diffs.size()) {
            int to = Math.min(diffs.size(), from + 1 + random.nextInt(5));
            List<Diff> request = List.copyOf(diffs.subList(from, to));
            requests.addAll(Collections.nCopies(random.nextInt(4) == 0 ? 2 : 1, request));
            from = random.nextInt(4) == 0 ? Math.max(0, to - 3) : to; // some come again in another cut
        }
        return requests;
    }

    private List<Diff> emission() {
        sequence++;
        List<Long> keys = new ArrayList<>();
        for (long key = 1; key <= KEYS; key++) {
            keys.add(key);
        }
        Collections.shuffle(keys, random);
        int count = 1 + random.nextInt(KEYS);
        return keys.subList(0, count).stream().map(key -> change(key, count)).toList();
    }

    private Diff change(long key, int count) {
        String before = rows.get(key);
        String after =
                before != null && random.nextInt(3) == 0 ? null : "{\"at\":" + sequence + ",\"key\":" + key + "}";
        if (after == null) {
            rows.remove(key);
        } else {
            rows.put(key, after);
        }
        return new Diff(sequence, count, key, before, after);
    }
}
