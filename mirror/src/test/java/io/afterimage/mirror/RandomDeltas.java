package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.at;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Deltas at random, by a seed: few records, so that they meet often; no two at one moment. */
final class RandomDeltas {

    private final Random random;

    RandomDeltas(long seed) {
        random = new Random(seed);
    }

    List<Delta> list(int size) {
        List<Integer> moments = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            moments.add(i);
        }
        return shuffled(moments).stream().map(this::delta).toList();
    }

    private Delta delta(int moment) {
        String resource = "r" + random.nextInt(2);
        String id = "id" + random.nextInt(4);
        Delta delta = random.nextInt(4) == 0
                ? Delta.delete(resource, id, at(moment), "crm")
                : Samples.put(resource, id, moment, payload());
        return delta.withConfidence(random.nextInt(3) / 2.0);
    }

    private String payload() {
        return switch (random.nextInt(4)) {
            case 0 -> "{\"a\":" + random.nextInt(3) + "}";
            case 1 -> "{\"b\":{\"c" + random.nextInt(2) + "\":" + random.nextInt(3) + "}}";
            case 2 -> "{\"b\":" + random.nextInt(3) + ",\"a\":1.50}";
            default -> "[" + random.nextInt(3) + "]";
        };
    }

    <T> List<T> shuffled(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        java.util.Collections.shuffle(copy, random);
        return copy;
    }

    /** The same deltas in pieces of any size. */
    List<List<Delta>> batches(List<Delta> deltas) {
        List<List<Delta>> batches = new ArrayList<>();
        int from = 0;
        while (from < deltas.size()) {
            int to = Math.min(deltas.size(), from + 1 + random.nextInt(7));
            batches.add(deltas.subList(from, to));
            from = to;
        }
        return batches;
    }

    /** Some of the deltas once more, right after themselves or at the end. */
    List<Delta> withRepetitions(List<Delta> deltas) {
        List<Delta> all = new ArrayList<>();
        for (Delta delta : deltas) {
            all.add(delta);
            if (random.nextBoolean()) {
                all.add(delta);
            }
        }
        return all;
    }
}
