package io.afterimage.benchmarks.peers;

import io.afterimage.Durability;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.RowMutation.Upsert;
import io.afterimage.benchmarks.ReadSum;
import java.nio.file.Path;
import java.util.List;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * MVStore, the storage engine of H2, used without H2: {@code com.h2database:h2-mvstore} 2.4.240. Not thread-safe; one
 * thread at a time.
 *
 * <p>Settings, after H2's page on MVStore and the Javadoc of {@code MVStore.Builder}:
 *
 * <ul>
 *   <li>{@code autoCommitDisabled} and a write buffer of 0: a version is written when a batch is complete, and at no other
 *       time, since a half batch must not become durable. This also stops the background thread, so nothing compacts the
 *       file. Chunks without a live page are used again after their retention; until then the file grows, in a run of
 *       small batches by gigabytes.
 *   <li>{@code cacheSize} of 128 MiB, Afterimage's whole budget; the default is 16 MiB.
 *   <li>No compression: the page offers LZF to save space, not time, and the rows of the benchmarks are random bytes.
 *   <li>The retention of old chunks stays at 45 seconds, the default. Without it, files have been found that do not open.
 *   <li>Typed keys and values ({@code LongDataType}, {@code ByteArrayDataType}) rather than the object serialization that is
 *       the default.
 * </ul>
 *
 * <p>{@code PROCESS_CRASH} is {@code MVStore.commit}, which writes a chunk to the file; {@code POWER_LOSS} adds
 * {@code MVStore.sync}. Each version is atomic over all maps, so rows, position and outbox entry move together. A read
 * walks one root of a B-tree that is never changed in place, with the version registered: a true snapshot, in unsigned
 * order. {@code rowCount} is {@code sizeAsLong}, kept by the counted tree.
 *
 * <p>Not promised: detection of damaged rows.
 */
public final class MvStorePeer implements Peer {

    private static final int CACHE_MIB = 128;

    private final MVStore store;
    private final MVMap<String, Long> positions;
    private final boolean syncs;
    private byte[] copy = new byte[4 << 10];

    private MvStorePeer(MVStore store, boolean syncs) {
        this.store = store;
        this.syncs = syncs;
        this.positions = store.openMap(
                "positions",
                new MVMap.Builder<String, Long>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(LongDataType.INSTANCE));
    }

    /**
     * Opens the store.
     *
     * @param directory where its file is
     * @param durability what a write survives
     * @return the open store
     */
    public static MvStorePeer open(Path directory, Durability durability) {
        boolean syncs = Peer.syncs(durability);
        MVStore store = new MVStore.Builder()
                .fileName(directory.resolve("rows.mv.db").toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .cacheSize(CACHE_MIB)
                .open();
        return new MvStorePeer(store, syncs);
    }

    @Override
    public void apply(String queryId, List<RowMutation> mutations) {
        write(rows(queryId), mutations);
        makeDurable();
    }

    @Override
    public void commit(ResultCommit commit) {
        write(rows(commit.queryId()), commit.mutations());
        positions.put(commit.queryId(), commit.sequence());
        if (commit.outboxData().isPresent()) {
            MVMap<Long, byte[]> outbox = outbox(commit.queryId());
            outbox.put(commit.sequence(), commit.outboxData().get());
            outbox.remove(Peer.trimmedBy(commit));
        }
        makeDurable();
    }

    private static void write(MVMap<Long, byte[]> rows, List<RowMutation> mutations) {
        for (RowMutation mutation : mutations) {
            if (mutation instanceof Upsert upsert) {
                rows.put(key(upsert.rowSignature()), upsert.data());
            } else {
                rows.remove(key(mutation.rowSignature()));
            }
        }
    }

    private void makeDurable() {
        store.commit();
        if (syncs) {
            store.sync();
        }
    }

    @Override
    public long readAll(String queryId) {
        MVStore.TxCounter version = store.registerVersionUsage();
        try {
            return sum(rows(queryId).cursor(null));
        } finally {
            store.deregisterVersionUsage(version);
        }
    }

    /** Rows in the cache are shared, so they are copied here; all other peers make a copy of their own. */
    private long sum(Cursor<Long, byte[]> cursor) {
        long sum = 0;
        while (cursor.hasNext()) {
            long signature = key(cursor.next());
            byte[] row = cursor.getValue();
            if (copy.length < row.length) {
                copy = new byte[2 * row.length];
            }
            System.arraycopy(row, 0, copy, 0, row.length);
            sum += ReadSum.of(signature, copy, row.length);
        }
        return sum;
    }

    @Override
    public byte @Nullable [] row(String queryId, long rowSignature) {
        byte[] row = rows(queryId).get(key(rowSignature));
        return row == null ? null : row.clone();
    }

    @Override
    public long rowCount(String queryId) {
        return rows(queryId).sizeAsLong();
    }

    @Override
    public void clear(String queryId) {
        rows(queryId).clear();
        makeDurable();
    }

    @Override
    public long sequence(String queryId) {
        return positions.getOrDefault(queryId, 0L);
    }

    @Override
    public long outboxEntries(String queryId) {
        return outbox(queryId).sizeAsLong();
    }

    private MVMap<Long, byte[]> rows(String queryId) {
        return map("rows/" + queryId);
    }

    private MVMap<Long, byte[]> outbox(String queryId) {
        return map("outbox/" + queryId);
    }

    /** The store hands out the map that is already open. */
    private MVMap<Long, byte[]> map(String name) {
        return store.openMap(
                name,
                new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
    }

    /** Longs are ordered as signed here. The way back is the same. */
    private static long key(long rowSignature) {
        return rowSignature ^ Long.MIN_VALUE;
    }

    @Override
    public void close() {
        store.close();
    }
}
