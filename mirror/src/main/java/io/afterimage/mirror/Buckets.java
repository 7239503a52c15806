package io.afterimage.mirror;

import io.afterimage.RowMutation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rows of one query as a batch sees and changes them: what it changed itself over what the store holds. A row holds
 * everything of one signature, told apart by name. Confined to the batch.
 */
final class Buckets<T> {

    private final String queryId;
    private final RowCache rows;
    private final BucketCodec<T> codec;
    private final Map<Long, List<T>> read = new LinkedHashMap<>();
    private final Map<Long, byte[]> encoded = new LinkedHashMap<>();
    private final Map<Long, List<T>> changed = new LinkedHashMap<>();

    Buckets(String queryId, RowCache rows, BucketCodec<T> codec) {
        this.queryId = queryId;
        this.rows = rows;
        this.codec = codec;
    }

    String queryId() {
        return queryId;
    }

    Optional<T> find(long signature, Predicate<T> isIt) {
        return bucket(signature).stream().filter(isIt).findFirst();
    }

    /** Puts something in the place of what has the same name. */
    void put(long signature, Predicate<T> isIt, T value) {
        List<T> bucket = without(signature, isIt);
        bucket.add(value);
        change(signature, bucket);
    }

    void remove(long signature, Predicate<T> isIt) {
        change(signature, without(signature, isIt));
    }

    private List<T> without(long signature, Predicate<T> isIt) {
        List<T> rest = new ArrayList<>(bucket(signature));
        rest.removeIf(isIt);
        return rest;
    }

    private List<T> bucket(long signature) {
        return read.computeIfAbsent(
                signature,
                key -> rows.row(queryId, key)
                        .map(row -> codec.decode(queryId, key, row))
                        .orElse(Collections.emptyList()));
    }

    private void change(long signature, List<T> bucket) {
        read.put(signature, bucket);
        changed.put(signature, bucket);
    }

    /** What brings the store's rows to this state. */
    List<RowMutation> mutations() {
        List<RowMutation> mutations = new ArrayList<>(changed.size());
        changed.forEach((signature, bucket) -> {
            byte[] row = bucket.isEmpty() ? new byte[0] : codec.encode(bucket);
            encoded.put(signature, row);
            mutations.add(bucket.isEmpty() ? RowMutation.delete(signature) : RowMutation.upsert(signature, row));
        });
        return mutations;
    }

    /** The mutations are written: later batches start from them. */
    void committed() {
        encoded.forEach((signature, row) -> rows.committed(queryId, signature, row));
    }
}
