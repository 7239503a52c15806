package io.afterimage.cli.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A query that a test plays: its emissions, and the rows that they lead to. Not thread-safe; one thread at a time. */
final class PlayedQuery {

    private static final int ROOMS = 6;

    private final String queryId;
    private final Random random;
    private final List<List<SentDiff>> emissions = new ArrayList<>();
    private final TreeMap<String, Integer> rows = new TreeMap<>();
    private int temperature;

    PlayedQuery(String queryId, Random random, int emissions) {
        this.queryId = queryId;
        this.random = random;
        for (int i = 1; i <= emissions; i++) {
            emit(i);
        }
    }

    String queryId() {
        return queryId;
    }

    long lastSequence() {
        return emissions.size();
    }

    /** The rows at the end: temperature by room. */
    Map<String, Integer> rows() {
        return rows;
    }

    /** Its emissions, each of one diff or more, in order. */
    List<List<SentDiff>> emissions() {
        return emissions;
    }

    /** All diffs in order. */
    List<SentDiff> diffs() {
        return emissions.stream().flatMap(List::stream).toList();
    }

    private void emit(long sequence) {
        List<Integer> rooms = new ArrayList<>(random.ints(0, ROOMS)
                .distinct()
                .limit(1 + random.nextInt(3))
                .boxed()
                .toList());
        List<SentDiff> diffs = new ArrayList<>();
        for (int room : rooms) {
            diffs.add(change("room " + room, sequence, rooms.size()));
        }
        emissions.add(diffs);
    }

    private SentDiff change(String room, long sequence, int count) {
        Integer before = rows.get(room);
        Integer after = before != null && random.nextInt(3) == 0 ? null : ++temperature;
        if (after == null) {
            rows.remove(room);
        } else {
            rows.put(room, after);
        }
        return new SentDiff(queryId, sequence, count, room, before, after);
    }
}
