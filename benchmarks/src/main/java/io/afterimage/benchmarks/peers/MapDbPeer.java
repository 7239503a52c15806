package io.afterimage.benchmarks.peers;

import io.afterimage.Durability;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.RowMutation.Upsert;
import io.afterimage.benchmarks.ReadSum;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/**
 * MapDB's {@code BTreeMap} in a file: {@code org.mapdb:mapdb} 3.1.0. Not thread-safe; one thread at a time.
 *
 * <p>Settings, after the chapter "Performance and durability" of MapDB's book and the comments of {@code DBMaker}:
 *
 * <ul>
 *   <li>{@code transactionEnable}, the write-ahead log, which the book calls the only protection of a file from a crash.
 *       Without it a file that was not closed does not open.
 *   <li>{@code fileMmapEnable}, which the book calls much faster, with room taken by 16 MiB at a time.
 *   <li>{@code concurrencyDisable}, since there is one thread.
 *   <li>{@code Serializer.LONG} and {@code Serializer.BYTE_ARRAY}, as the book wants specialised serializers, and
 *       {@code counterEnable}, because the count would be a scan otherwise.
 * </ul>
 *
 * <p>{@code POWER_LOSS} is {@code DB.commit}. {@code PROCESS_CRASH} adds {@code fileSyncDisable}, which spares the sync of
 * the main file; the log, a fresh file for every commit, is synced all the same, and no setting spares that. One commit
 * moves rows, position and outbox entry.
 *
 * <p>Not promised: snapshots (a reader beside a writer sees some of its changes), so {@code readAll} is of one moment
 * because nobody writes. Nor a repair of a file whose process died inside a commit: nothing in the source of 3.1.0 reads
 * the log back. {@code clear} removes rows one by one. The file never shrinks.
 */
public final class MapDbPeer implements Peer {

    private static final long FILE_STEP_BYTES = 16L << 20;

    private final DB db;
    private final Map<String, BTreeMap<Long, byte[]>> maps = new HashMap<>();
    private final BTreeMap<String, Long> positions;

    private MapDbPeer(DB db) {
        this.db = db;
        this.positions =
                db.treeMap("positions", Serializer.STRING, Serializer.LONG).createOrOpen();
    }

    /**
     * Opens the store.
     *
     * @param directory where its files are
     * @param durability what a write survives
     * @return the open store
     */
    public static MapDbPeer open(Path directory, Durability durability) {
        DBMaker.Maker maker = DBMaker.fileDB(directory.resolve("rows.mapdb").toFile())
                .transactionEnable()
                .fileMmapEnable()
                .allocateIncrement(FILE_STEP_BYTES)
                .concurrencyDisable();
        return new MapDbPeer(
                Peer.syncs(durability) ? maker.make() : maker.fileSyncDisable().make());
    }

    @Override
    public void apply(String queryId, List<RowMutation> mutations) {
        write(rows(queryId), mutations);
        db.commit();
    }

    @Override
    public void commit(ResultCommit commit) {
        write(rows(commit.queryId()), commit.mutations());
        positions.put(commit.queryId(), commit.sequence());
        if (commit.outboxData().isPresent()) {
            BTreeMap<Long, byte[]> outbox = outbox(commit.queryId());
            outbox.put(commit.sequence(), commit.outboxData().get());
            outbox.remove(Peer.trimmedBy(commit));
        }
        db.commit();
    }

    private static void write(BTreeMap<Long, byte[]> rows, List<RowMutation> mutations) {
        for (RowMutation mutation : mutations) {
            if (mutation instanceof Upsert upsert) {
                rows.put(key(upsert.rowSignature()), upsert.data());
            } else {
                rows.remove(key(mutation.rowSignature()));
            }
        }
    }

    @Override
    public long readAll(String queryId) {
        long sum = 0;
        Iterator<Map.Entry<Long, byte[]>> rows = rows(queryId).entryIterator();
        while (rows.hasNext()) {
            Map.Entry<Long, byte[]> row = rows.next(); // in an array of its own, read from the mapped file
            sum += ReadSum.of(key(row.getKey()), row.getValue());
        }
        return sum;
    }

    @Override
    public byte @Nullable [] row(String queryId, long rowSignature) {
        return rows(queryId).get(key(rowSignature));
    }

    @Override
    public long rowCount(String queryId) {
        return rows(queryId).sizeLong();
    }

    @Override
    public void clear(String queryId) {
        rows(queryId).clear();
        db.commit();
    }

    @Override
    public long sequence(String queryId) {
        return positions.getOrDefault(queryId, 0L);
    }

    @Override
    public long outboxEntries(String queryId) {
        return outbox(queryId).sizeLong();
    }

    private BTreeMap<Long, byte[]> rows(String queryId) {
        return map("rows/" + queryId);
    }

    private BTreeMap<Long, byte[]> outbox(String queryId) {
        return map("outbox/" + queryId);
    }

    private BTreeMap<Long, byte[]> map(String name) {
        return maps.computeIfAbsent(
                name,
                absent -> db.treeMap(absent, Serializer.LONG, Serializer.BYTE_ARRAY)
                        .counterEnable()
                        .createOrOpen());
    }

    /** Longs are ordered as signed here. The way back is the same. */
    private static long key(long rowSignature) {
        return rowSignature ^ Long.MIN_VALUE;
    }

    @Override
    public void close() {
        db.close();
    }
}
