package io.afterimage.drasi;

import io.afterimage.CorruptStoreException;
import io.afterimage.drasi.RowIdentity.ByColumns;
import io.afterimage.reactions.RowDiff;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The rows without signatures that one emission touches, each looked up once. A signature belongs to the key that is stored
 * under it or, where none is, to the first that comes; another key is a collision, whatever the emission does with either.
 * Not thread-safe; one thread at a time.
 */
final class KeyedRows {

    private final String queryId;
    private final RowIdentity identity;
    private final StoredRows stored;
    private final ToLongFunction<byte[]> hash;
    private final Map<Long, KeyedRow> touched = new LinkedHashMap<>();

    KeyedRows(String queryId, RowIdentity identity, StoredRows stored, ToLongFunction<byte[]> hash) {
        this.queryId = queryId;
        this.identity = identity;
        this.stored = stored;
        this.hash = hash;
    }

    /**
     * The place of a row.
     *
     * @throws UnusableLineException if the row has no such key
     * @throws KeyCollisionException if another key has its signature
     */
    KeyedRow of(RawJson row) {
        RowKey key = RowKey.of(row, identity, hash);
        KeyedRow place = touched.computeIfAbsent(key.signature(), signature -> load(key, row));
        if (!place.key().hasFingerprint(key.fingerprint())) {
            throw new KeyCollisionException(queryId, key.signature(), text(place.first()), text(row));
        }
        return place;
    }

    private KeyedRow load(RowKey key, RawJson row) {
        byte[] bytes = stored.row(queryId, key.signature());
        if (bytes == null) {
            return new KeyedRow(key, row, null);
        }
        DrasiRow before = DrasiRow.read(queryId, key.signature(), bytes);
        byte[] fingerprint = before.fingerprint().orElseThrow(() -> bare(key.signature()));
        return new KeyedRow(new RowKey(key.signature(), fingerprint), before.value(), bytes);
    }

    private CorruptStoreException bare(long signature) {
        return CorruptStoreException.ofRow(
                queryId,
                signature,
                "Expected: an envelope with a fingerprint, because rows are told apart by " + identity
                        + ". Found: none.");
    }

    /** What became of all that were touched, in the order of their first touch. */
    List<RowDiff> diffs() {
        List<RowDiff> diffs = new ArrayList<>();
        for (KeyedRow row : touched.values()) {
            RowDiff diff = row.diff();
            if (diff != null) {
                diffs.add(diff);
            }
        }
        return diffs;
    }

    /** How many copies more were taken away than there were. */
    long missingCopies() {
        return touched.values().stream().mapToLong(KeyedRow::missingCopies).sum();
    }

    /** The key of a row, for messages. */
    private String text(RawJson row) {
        if (!(identity instanceof ByColumns byColumns) || !row.isObject()) {
            return row.excerpt();
        }
        Map<String, RawJson> members = row.members(byColumns.columns()::contains);
        List<String> values = new ArrayList<>();
        byColumns.columns().forEach(column -> values.add(column + "=" + members.get(column)));
        return values.toString();
    }
}
