package io.afterimage.cli.serve;

import io.afterimage.cli.serve.DrasiSender.Sending;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * What a real Drasi sends of some queries over all its wires: emissions split and joined, requests repeated and out of order,
 * the wires at once. Immutable.
 *
 * @param queries the queries
 * @param sendings the requests, in the order in which they are sent
 */
record Traffic(List<PlayedQuery> queries, List<Sending> sendings) {

    /** How the server is told of the queries. */
    static final String CONFIG = """
            http: 127.0.0.1:0
            grpc: 127.0.0.1:0
            queries:
              - {id: by-grpc, idleTime: 1h, gapTime: 1h}
              - {id: by-http, keyColumns: [room], idleTime: 1h, gapTime: 1h}
              - {id: by-batch, keyColumns: [room], idleTime: 1h, gapTime: 1h}
              - {id: by batch / two, keyColumns: [room], idleTime: 1h, gapTime: 1h}
              - {id: by-dapr, keyColumns: [room], idleTime: 1h, gapTime: 1h}
            health: {freeDiskBytes: 0}
            """;

    /** Plays some emissions of every query. */
    static Traffic of(Random random, int emissions) {
        PlayedQuery grpc = new PlayedQuery("by-grpc", random, emissions);
        PlayedQuery http = new PlayedQuery("by-http", random, emissions);
        PlayedQuery batch = new PlayedQuery("by-batch", random, emissions);
        PlayedQuery other = new PlayedQuery("by batch / two", random, emissions);
        PlayedQuery dapr = new PlayedQuery("by-dapr", random, emissions);
        List<List<Sending>> wires = List.of(
                cut(grpc.diffs(), random, DrasiSender::items),
                cut(http.diffs(), random, 1, diffs -> DrasiSender.change(diffs.get(0))),
                cut(merged(random, List.of(batch.diffs(), other.diffs())), random, DrasiSender::batch),
                dapr.emissions().stream().map(DrasiSender::event).toList());
        List<List<Sending>> disturbed =
                wires.stream().map(wire -> disturbed(random, wire)).toList();
        return new Traffic(List.of(grpc, http, batch, other, dapr), merged(random, disturbed));
    }

    /** Up to five diffs a request: some emissions are split, some joined. */
    private static List<Sending> cut(List<SentDiff> diffs, Random random, Function<List<SentDiff>, Sending> wire) {
        return cut(diffs, random, 5, wire);
    }

    private static List<Sending> cut(
            List<SentDiff> diffs, Random random, int most, Function<List<SentDiff>, Sending> wire) {
        List<Sending> sendings = new ArrayList<>();
        for (int from = 0; from < diffs.size(); ) {
            int to = Math.min(diffs.size(), from + 1 + random.nextInt(most));
            sendings.add(wire.apply(diffs.subList(from, to)));
            from = to;
        }
        return sendings;
    }

    /** Some requests change places with the next one, some come a second time, at once or later. */
    private static List<Sending> disturbed(Random random, List<Sending> requests) {
        List<Sending> sent = new ArrayList<>(requests);
        for (int i = 0; i + 1 < sent.size(); i++) {
            if (random.nextInt(4) == 0) {
                Collections.swap(sent, i, i + 1);
            }
        }
        for (int repetitions = sent.size() / 4; repetitions > 0; repetitions--) {
            int again = random.nextInt(sent.size());
            sent.add(again + 1 + random.nextInt(sent.size() - again), sent.get(again));
        }
        return sent;
    }

    /** Takes turns at random, keeping the order of each. */
    private static <T> List<T> merged(Random random, List<List<T>> lists) {
        List<Deque<T>> left = new ArrayList<>();
        lists.forEach(list -> left.add(new ArrayDeque<>(list)));
        List<T> merged = new ArrayList<>();
        left.removeIf(Deque::isEmpty);
        while (!left.isEmpty()) {
            merged.add(left.get(random.nextInt(left.size())).removeFirst());
            left.removeIf(Deque::isEmpty);
        }
        return merged;
    }
}
