package io.afterimage.spi;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.Retention;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** A write with fixed arguments, to be done to several stores and to have the same outcome on each. */
record Operation(String name, Function<LiveResultsStore, Object> call) {

    static final List<String> QUERIES = List.of("a", "b", "ab");
    private static final int SIGNATURES = 40;
    static final String DONE = "done";

    /** Any write. */
    static Operation any(Random random, LiveResultsStore reference) {
        return random.nextInt(8) == 0 ? replaceAll(random, reference) : inOneRequest(random, reference);
    }

    /** Any write that goes into the queue as one request. */
    static Operation inOneRequest(Random random, LiveResultsStore reference) {
        String query = query(random);
        return switch (random.nextInt(12)) {
            case 0 ->
                new Operation("clear " + query, store -> {
                    store.clear(query);
                    return DONE;
                });
            case 1 -> reset(query, random);
            case 2 -> new Operation("drop " + query, store -> store.drop(query));
            case 3, 4, 5, 6 -> commitAll(random, reference);
            default -> apply(query, mutations(random));
        };
    }

    static Operation apply(String query, List<RowMutation> mutations) {
        return new Operation("apply " + query + mutations, store -> {
            store.applyMutations(query, mutations);
            return DONE;
        });
    }

    private static Operation reset(String query, Random random) {
        long sequence = random.nextInt(4);
        long configHash = random.nextInt(2);
        return new Operation("reset " + query + " " + sequence, store -> store.reset(query, configHash, sequence));
    }

    private static Operation commitAll(Random random, LiveResultsStore reference) {
        List<ResultCommit> commits = new ArrayList<>();
        List<String> queries = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String query = query(random);
            long before = queries.stream().filter(query::equals).count();
            queries.add(query);
            commits.add(commit(query, reference.position(query).sequence() + before + 1, random));
        }
        return new Operation("commit " + commits, store -> store.commitAll(commits));
    }

    private static ResultCommit commit(String query, long next, Random random) {
        long sequence = random.nextInt(6) == 0 ? Math.max(1, next + random.nextInt(4) - 2) : next;
        ResultCommit.Builder commit = ResultCommit.of(query, sequence, mutations(random));
        if (random.nextInt(5) > 0) {
            commit.outbox(data(random), Retention.ofEntries(random.nextInt(4) == 0 ? 2 : 6));
        }
        if (random.nextInt(4) == 0) {
            commit.sourcePosition("source" + random.nextInt(2), data(random));
        }
        if (random.nextInt(6) == 0) {
            commit.configHash(1 + random.nextInt(2));
        }
        return (random.nextInt(5) == 0 ? commit.allowGaps() : commit).build();
    }

    private static Operation replaceAll(Random random, LiveResultsStore reference) {
        String query = query(random);
        Position stored = reference.position(query);
        Position at = new Position(
                random.nextBoolean() ? 0 : stored.generation() + random.nextInt(3) / 2,
                Math.max(0, stored.sequence() + random.nextInt(4) - 1),
                random.nextInt(2));
        List<Row> rows = new ArrayList<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            rows.add(new Row(signature(random), data(random)));
        }
        return new Operation(
                "replaceAll " + query + " " + at + " " + rows,
                store -> store.replaceAll(query, at, RowSource.of(rows)));
    }

    private static String query(Random random) {
        return QUERIES.get(random.nextInt(QUERIES.size()));
    }

    /** Few or many at once; sometimes all rows go. */
    static List<RowMutation> mutations(Random random) {
        List<RowMutation> mutations = new ArrayList<>();
        if (random.nextInt(6) == 0) {
            for (int i = 0; i < SIGNATURES; i++) {
                mutations.add(RowMutation.delete(spread(i)));
            }
        }
        for (int i = random.nextInt(random.nextInt(4) == 0 ? 40 : 4); i > 0; i--) {
            mutations.add(
                    random.nextInt(3) == 0
                            ? RowMutation.delete(signature(random))
                            : RowMutation.upsert(signature(random), data(random)));
        }
        return mutations;
    }

    private static long signature(Random random) {
        return spread(random.nextInt(SIGNATURES));
    }

    /** 0, the greatest, and others over the whole space. */
    private static long spread(int i) {
        return i == 0 ? 0 : i == 1 ? -1L : i * 0x9E37_79B9_7F4A_7C15L;
    }

    private static byte[] data(Random random) {
        byte[] data = new byte[random.nextInt(4)];
        random.nextBytes(data);
        return data;
    }

    /** Does it; the answer, or the kind of error. */
    Object outcome(LiveResultsStore store) {
        try {
            return call.apply(store);
        } catch (RuntimeException e) {
            return e.getClass();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
