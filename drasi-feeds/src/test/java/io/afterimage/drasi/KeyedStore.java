package io.afterimage.drasi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.CommitResult;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.ResultCommit;
import io.afterimage.RowCursor;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import io.afterimage.drasi.ParsedLine.Emission;
import io.afterimage.drasi.ParsedLine.Order;
import io.afterimage.drasi.RowChange.Hint;
import io.afterimage.reactions.RowDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** A store that emissions without signatures are applied to, several of them in one write, with a hash of choice. */
final class KeyedStore implements AutoCloseable {

    static final String QUERY = "q";

    private final InMemoryLiveResultsStore store = new InMemoryLiveResultsStore();
    private final PendingRows pending = new PendingRows(store);
    private final List<ResultCommit> waiting = new ArrayList<>();
    private final RowIdentity identity;
    private final ToLongFunction<byte[]> hash;
    private long sequence;

    KeyedStore(RowIdentity identity, ToLongFunction<byte[]> hash) {
        this.identity = identity;
        this.hash = hash;
    }

    static RowChange add(String row) {
        return new RowChange.Put(null, json(row), Hint.NONE);
    }

    static RowChange update(String before, String after) {
        return new RowChange.Put(json(before), json(after), Hint.NONE);
    }

    static RowChange delete(String row) {
        return new RowChange.Remove(json(row), Hint.NONE);
    }

    static RawJson json(String text) {
        return RawJson.parse(text.getBytes(UTF_8));
    }

    /** Works an emission out; it waits until {@link #write}. */
    EmissionDiffs emit(Order order, List<RowChange> changes) {
        EmissionDiffs result = EmissionDiffs.of(
                new Emission(QUERY, sequence + 1, changes, order),
                IdentityRule.always(identity),
                identity,
                pending,
                hash);
        List<RowMutation> mutations =
                result.diffs().stream().map(RowDiff::mutation).toList();
        waiting.add(ResultCommit.of(QUERY, ++sequence, mutations).build());
        pending.add(QUERY, mutations);
        return result;
    }

    EmissionDiffs emit(RowChange... changes) {
        return emit(Order.AS_LISTED, List.of(changes));
    }

    void write() {
        if (!store.commitAll(waiting).stream().allMatch(CommitResult::applied)) {
            throw new AssertionError("the store refused an emission");
        }
        waiting.clear();
        pending.clear();
    }

    /** What is stored: the copies of each row, by its JSON. */
    Map<String, Integer> rows() {
        Map<String, Integer> rows = new TreeMap<>();
        try (Snapshot snapshot = store.readSnapshot(QUERY);
                RowCursor cursor = snapshot.cursor()) {
            while (cursor.next()) {
                DrasiRow row = DrasiRow.read(QUERY, cursor.rowSignature(), cursor.copyData());
                rows.merge(new String(row.json(), UTF_8), row.copies(), Integer::sum);
            }
        }
        return rows;
    }

    @Override
    public void close() {
        store.close();
    }
}
