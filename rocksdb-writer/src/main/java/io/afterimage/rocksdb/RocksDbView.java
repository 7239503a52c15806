package io.afterimage.rocksdb;

import io.afterimage.CorruptStoreException;
import io.afterimage.spi.EngineView;
import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** One engine snapshot and what is read through it. Thread-safe: every walk has an iterator of its own. */
final class RocksDbView implements EngineView {

    private final RocksDbEngine engine;
    private final OpenRocks rocks;
    private final @Nullable Snapshot snapshot; // none on a read-only open, which never moves

    RocksDbView(RocksDbEngine engine, @Nullable Snapshot snapshot) {
        this.engine = engine;
        this.rocks = engine.rocks();
        this.snapshot = snapshot;
    }

    ReadOptions frozen() {
        ReadOptions options = new ReadOptions().setVerifyChecksums(true);
        if (snapshot != null) {
            options.setSnapshot(snapshot);
        }
        return options;
    }

    @Override
    public Optional<QueryRecord> query(int number) {
        byte[] key = Keys.queryRecord(number);
        try (ReadOptions options = frozen()) {
            byte[] value = rocks.db.get(rocks.meta, options, key);
            return value == null ? Optional.empty() : Optional.of(engine.queryRecord(key, value));
        } catch (RocksDBException e) {
            throw engine.errors().whileReading(e);
        }
    }

    @Override
    public RowScan rows(QueryRecord query, long fromSignature, long toSignature) {
        return new RocksDbRowScan(walk(query, fromSignature, toSignature), query);
    }

    @Override
    public SignatureScan signatures(QueryRecord query, long fromSignature, long toSignature) {
        return new RocksDbSignatureScan(walk(query, fromSignature, toSignature));
    }

    private Walk walk(QueryRecord query, long fromSignature, long toSignature) {
        int epoch = query.rows().epoch();
        return new Walk(
                engine.errors(),
                query.queryId(),
                rocks.db,
                rocks.rows,
                frozen(),
                new Slice(Keys.row(query.number(), epoch, fromSignature)),
                new Slice(Keys.after(Keys.row(query.number(), epoch, toSignature))));
    }

    @Override
    public List<OutboxRecord> outbox(QueryRecord query, long fromOrdinal, int maxEntries) {
        List<OutboxRecord> entries = new ArrayList<>();
        byte[] from = Keys.outbox(query.number(), fromOrdinal);
        byte[] to = Keys.after(Keys.outbox(query.number(), -1L));
        try (Walk walk = new Walk(
                engine.errors(), query.queryId(), rocks.db, rocks.outbox, frozen(), new Slice(from), new Slice(to))) {
            while (entries.size() < maxEntries && walk.next()) {
                entries.add(Values.outboxRecord(walk.key(), walk.value()));
            }
        } catch (Values.Damaged e) {
            throw CorruptStoreException.ofQuery(
                    query.queryId(), "Record: outbox entry " + (fromOrdinal + entries.size()) + ". " + e.what(), e);
        }
        return entries;
    }

    @Override
    public Map<String, byte[]> sourcePositions(QueryRecord query) {
        Map<String, byte[]> positions = new LinkedHashMap<>();
        byte[] from = Keys.sourcePositions(query.number());
        try (Walk walk = new Walk(
                engine.errors(),
                query.queryId(),
                rocks.db,
                rocks.meta,
                frozen(),
                new Slice(from),
                new Slice(Keys.after(from)))) {
            while (walk.next()) {
                byte[] key = walk.key();
                positions.put(Keys.sourceIdOf(key), Values.open(key, walk.value()));
            }
        } catch (Values.Damaged e) {
            throw CorruptStoreException.ofQuery(query.queryId(), "Record: source position. " + e.what(), e);
        }
        return positions;
    }

    @Override
    public void close() {
        if (snapshot != null) {
            rocks.db.releaseSnapshot(snapshot);
            snapshot.close();
        }
        engine.viewClosed();
    }
}
