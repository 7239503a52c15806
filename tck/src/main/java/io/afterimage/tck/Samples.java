package io.afterimage.tck;

import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Small values for the rules, in words. */
final class Samples {

    /** The query that most rules work on. */
    static final String Q = "open-orders";

    /** A query that must not notice. */
    static final String OTHER = "revenue";

    private Samples() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static RowMutation put(long rowSignature, String text) {
        return RowMutation.upsert(rowSignature, bytes(text));
    }

    static RowMutation del(long rowSignature) {
        return RowMutation.delete(rowSignature);
    }

    static Row row(long rowSignature, String text) {
        return new Row(rowSignature, bytes(text));
    }

    /** Upserts of the signatures from 1 to {@code last}, each with its own bytes. */
    static List<RowMutation> puts(long last) {
        return upTo(last, n -> put(n, "row-" + n));
    }

    /** What {@link #puts} leaves. */
    static List<Row> rows(long last) {
        return upTo(last, n -> row(n, "row-" + n));
    }

    private static <T> List<T> upTo(long last, LongFunction<T> item) {
        return LongStream.rangeClosed(1, last).mapToObj(item).toList();
    }

    /** A commit of one row and an outbox entry that names its sequence. */
    static ResultCommit emission(String queryId, long sequence) {
        return ResultCommit.of(queryId, sequence, List.of(put(sequence, "row-" + sequence)))
                .outbox(bytes("entry-" + sequence))
                .build();
    }

    /** Commits of {@link #emission} in a row. */
    static List<ResultCommit> emissions(String queryId, long first, long last) {
        List<ResultCommit> commits = new ArrayList<>();
        for (long sequence = first; sequence <= last; sequence++) {
            commits.add(emission(queryId, sequence));
        }
        return commits;
    }

    /** Bytes that do not compress, the same for the same seed. */
    static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
