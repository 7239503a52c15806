package io.afterimage.rocksdb;

import io.afterimage.AfterimageException;
import io.afterimage.spi.EngineBatch;
import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The one batch of an engine, used again and again. One thread at a time.
 */
final class RocksDbBatch implements EngineBatch {

    private static final int KEPT_BATCH_BYTES = 4 << 20;
    private static final int MOST_POINT_DELETES = 64;

    private final RocksDbEngine engine;
    private final EntryEncoder entry = new EntryEncoder();
    private WriteBatch batch = new WriteBatch();
    /** How much data it was given since it was last empty; asking RocksDB costs a native call. */
    private long givenBytes;

    RocksDbBatch(RocksDbEngine engine) {
        this.engine = engine;
    }

    @Override
    public void putRow(int query, int epoch, long rowSignature, byte[] data) {
        try {
            entry.encode(query, epoch, rowSignature, data);
            batch.put(engine.rocks().rows, entry.key(), entry.value());
            givenBytes += Keys.ROW_BYTES + data.length;
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public void deleteRow(int query, int epoch, long rowSignature) {
        try {
            entry.encodeKey(query, epoch, rowSignature);
            batch.delete(engine.rocks().rows, entry.key());
            givenBytes += Keys.ROW_BYTES;
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public boolean deleteEpochs(int query, int fromEpoch, int toEpoch) {
        try {
            batch.deleteRange(engine.rocks().rows, Keys.row(query, fromEpoch, 0), Keys.row(query, toEpoch, 0));
            return true;
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public void putOutbox(int query, OutboxRecord record) {
        put(engine.rocks().outbox, Keys.outbox(query, record.ordinal()), Values.outboxPayload(record));
    }

    @Override
    public long deleteOutbox(int query, long fromOrdinal, long toOrdinal) {
        try {
            if (toOrdinal - fromOrdinal > MOST_POINT_DELETES) {
                batch.deleteRange(
                        engine.rocks().outbox, Keys.outbox(query, fromOrdinal), Keys.outbox(query, toOrdinal));
                return toOrdinal;
            }
            for (long ordinal = fromOrdinal; ordinal < toOrdinal; ordinal++) {
                batch.delete(engine.rocks().outbox, Keys.outbox(query, ordinal));
            }
            return toOrdinal;
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public void putQuery(QueryRecord record) {
        put(engine.rocks().meta, Keys.queryRecord(record.number()), Values.queryPayload(record));
    }

    @Override
    public void putSourcePosition(int query, String sourceId, byte[] position) {
        put(engine.rocks().meta, Keys.sourcePosition(query, sourceId), position);
    }

    private void put(ColumnFamilyHandle family, byte[] at, byte[] payload) {
        try {
            entry.encode(at, payload);
            batch.put(family, entry.key(), entry.value());
            givenBytes += payload.length;
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public void deleteSourcePositions(int query) {
        byte[] prefix = Keys.sourcePositions(query);
        try {
            batch.deleteRange(engine.rocks().meta, prefix, Keys.after(prefix));
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public void commit() {
        engine.commits().commit(batch);
    }

    /** Forgets what was not committed, and the room that one huge batch or row needed. */
    @Override
    public void close() {
        if (givenBytes > KEPT_BATCH_BYTES) {
            batch.close();
            batch = new WriteBatch();
        } else {
            batch.clear();
        }
        givenBytes = 0;
        entry.shrink();
    }

    /** Gives the native batch back; called once, when the engine closes. */
    void release() {
        batch.close();
    }

    private AfterimageException failed(RocksDBException e) {
        return engine.errors().whileReading(e); // nothing leaves the batch before its commit
    }
}
