package io.afterimage.benchmarks.peers;

import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.RowMutation.Upsert;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.TransactionDB;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** One query of {@link DrasiPeer}: the steps of Drasi's writers, each with Drasi's cost. */
final class DrasiQuery implements AutoCloseable {

    static final Charset TEXT = StandardCharsets.UTF_8;

    private final TransactionDB db;
    private final List<ColumnFamilyHandle> handles;
    private final ColumnFamilyHandle liveResults;
    private final ColumnFamilyHandle outbox;
    private final ColumnFamilyHandle streamState;
    private final WriteOptions write;
    private final WriteOptions lastWrite;
    private final byte[] prefix;
    private final byte[] sequenceKey;

    private DrasiQuery(TransactionDB db, List<ColumnFamilyHandle> handles, String queryId, DrasiTuning tuning) {
        this.db = db;
        this.handles = handles;
        this.liveResults = handles.get(1);
        this.outbox = handles.get(2);
        this.streamState = handles.get(3);
        this.write = tuning.write;
        this.lastWrite = tuning.lastWrite;
        this.prefix = (queryId + '\0').getBytes(TEXT);
        this.sequenceKey = ("result_sequence:" + queryId).getBytes(TEXT);
    }

    static DrasiQuery open(Path files, String queryId, DrasiTuning tuning) throws RocksDBException {
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        TransactionDB db =
                TransactionDB.open(tuning.database, tuning.transactions, files.toString(), tuning.families(), handles);
        return new DrasiQuery(db, handles, queryId, tuning);
    }

    /** Live results: one batch. */
    void applyMutations(List<RowMutation> mutations, WriteOptions options) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            for (RowMutation mutation : mutations) {
                if (mutation instanceof Upsert upsert) {
                    batch.put(liveResults, key(upsert.rowSignature()), upsert.data());
                } else {
                    batch.delete(liveResults, key(mutation.rowSignature()));
                }
            }
            db.write(options, batch);
        }
    }

    /** Outbox: one put. */
    void append(long sequence, byte[] data) throws RocksDBException {
        db.put(outbox, write, key(sequence), data);
    }

    /** Outbox: the keys of all entries, then one delete after the other until no more than so many are left. */
    void trimToCapacity(long capacity) throws RocksDBException {
        List<byte[]> keys = new ArrayList<>();
        try (RocksIterator entries = first(outbox)) {
            for (; isOfQuery(entries); entries.next()) {
                keys.add(entries.key());
            }
            entries.status();
        }
        for (int i = 0; i < keys.size() - capacity; i++) {
            db.delete(outbox, write, keys.get(i));
        }
    }

    /** Stream state: one put. */
    void writeResultSequence(long sequence, WriteOptions options) throws RocksDBException {
        db.put(
                streamState,
                options,
                sequenceKey,
                ByteBuffer.allocate(Long.BYTES).putLong(sequence).array());
    }

    long resultSequence() throws RocksDBException {
        byte[] found = db.get(streamState, sequenceKey);
        return found == null ? 0 : ByteBuffer.wrap(found).getLong();
    }

    /** All rows at once, on the heap. */
    List<Row> readSnapshot() throws RocksDBException {
        List<Row> rows = new ArrayList<>();
        try (RocksIterator results = first(liveResults)) {
            for (; isOfQuery(results); results.next()) {
                rows.add(new Row(ByteBuffer.wrap(results.key()).getLong(prefix.length), results.value()));
            }
            results.status();
        }
        return rows;
    }

    byte @Nullable [] row(long rowSignature) throws RocksDBException {
        return db.get(liveResults, key(rowSignature));
    }

    long rowCount() throws RocksDBException {
        return walk(liveResults);
    }

    long outboxEntries() throws RocksDBException {
        return walk(outbox);
    }

    /** Keys and values are read, the latter for nothing. */
    private long walk(ColumnFamilyHandle family) throws RocksDBException {
        long count = 0;
        try (RocksIterator entries = first(family)) {
            for (; isOfQuery(entries); entries.next()) {
                byte[] unused = entries.value();
                count++;
            }
            entries.status();
        }
        return count;
    }

    /** One delete for each row, all in one batch. */
    void clear() throws RocksDBException {
        try (WriteBatch batch = new WriteBatch();
                RocksIterator results = first(liveResults)) {
            for (; isOfQuery(results); results.next()) {
                batch.delete(liveResults, results.key());
            }
            results.status();
            db.write(lastWrite, batch);
        }
    }

    private RocksIterator first(ColumnFamilyHandle family) {
        RocksIterator iterator = db.newIterator(family);
        iterator.seek(prefix);
        return iterator;
    }

    private boolean isOfQuery(RocksIterator iterator) {
        if (!iterator.isValid()) {
            return false;
        }
        byte[] key = iterator.key();
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private byte[] key(long number) {
        return ByteBuffer.allocate(prefix.length + Long.BYTES)
                .put(prefix)
                .putLong(number)
                .array();
    }

    @Override
    public void close() {
        handles.forEach(ColumnFamilyHandle::close);
        db.close();
    }
}
