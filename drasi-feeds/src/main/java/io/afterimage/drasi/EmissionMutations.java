package io.afterimage.drasi;

import io.afterimage.RowMutation;
import io.afterimage.drasi.ParsedLine.Emission;
import io.afterimage.drasi.ParsedLine.Order;
import io.afterimage.drasi.RowChange.Put;
import io.afterimage.drasi.RowChange.Remove;
import io.afterimage.drasi.RowIdentity.ByColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the row changes of one emission into mutations. An update whose key columns changed moves the row: the old key is
 * deleted, unless an earlier move of the same emission has brought another row there.
 */
final class EmissionMutations {

    private final List<String> keyColumns;
    private final List<RowMutation> leaving = new ArrayList<>();
    private final List<RowMutation> coming = new ArrayList<>();
    private final Order order;
    private final Map<Long, RawJson> moved = new HashMap<>();
    private @Nullable RowIdentity identity;

    private EmissionMutations(List<String> keyColumns, @Nullable RowIdentity known, Order order) {
        this.keyColumns = keyColumns;
        this.identity = known;
        this.order = order;
    }

    /**
     * The mutations of an emission.
     *
     * @param mutations what to apply, in order
     * @param identity how the query's rows are told apart; null where no row has come yet
     */
    record Result(List<RowMutation> mutations, @Nullable RowIdentity identity) {}

    /**
     * Works out the mutations of an emission.
     *
     * @throws UnusableLineException if a row has no identity, or one of another kind than is known
     */
    static Result of(Emission emission, List<String> keyColumns, @Nullable RowIdentity known) {
        EmissionMutations work = new EmissionMutations(keyColumns, known, emission.order());
        for (RowChange change : emission.changes()) {
            work.add(change);
        }
        return work.result();
    }

    private Result result() {
        leaving.addAll(coming);
        return new Result(leaving, identity);
    }

    private void add(RowChange change) {
        RowIdentity chosen = RowIdentity.choose(change.hint(), keyColumns, identity);
        identity = chosen;
        if (change instanceof Put put) {
            put(put, chosen);
        } else if (change instanceof Remove remove) {
            leaving.add(RowMutation.delete(signature(remove.hint(), remove.before(), chosen)));
        }
    }

    private void put(Put put, RowIdentity chosen) {
        long signature = signature(put.hint(), put.after(), chosen);
        if (put.before() != null && chosen instanceof ByColumns byColumns) {
            long oldSignature = RowKey.signature(put.before(), byColumns.columns());
            if (oldSignature != signature) {
                leave(oldSignature, put.before());
                moved.put(signature, put.after());
            }
        }
        List<RowMutation> target = order == Order.AS_LISTED ? leaving : coming;
        target.add(RowMutation.upsert(signature, put.after().bytes()));
    }

    private void leave(long signature, RawJson row) {
        RawJson newcomer = moved.get(signature);
        if (newcomer == null || newcomer.sameBytes(row)) {
            leaving.add(RowMutation.delete(signature));
        }
    }

    private static long signature(RowChange.Hint hint, @Nullable RawJson row, RowIdentity chosen) {
        if (chosen instanceof ByColumns byColumns) {
            if (row == null) {
                throw new UnusableLineException(
                        "A deleted row is missing. Expected: its data, for its key columns. Found: none.");
            }
            return RowKey.signature(row, byColumns.columns());
        }
        Long signature = hint.signature();
        if (signature == null) {
            throw new IllegalStateException("a row told apart by its signature has one");
        }
        return signature;
    }
}
