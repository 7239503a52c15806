package io.afterimage.benchmarks.peers;

import io.afterimage.Durability;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.RowMutation.Upsert;
import io.afterimage.RowSource;
import io.afterimage.benchmarks.ReadSum;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.ByteBufferProxy;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/**
 * LMDB through LmdbJava: {@code org.lmdbjava:lmdbjava} 0.9.3 with LMDB 0.9.33. Not thread-safe; one thread at a time.
 *
 * <p>Settings, after LmdbJava's own benchmarks and the comments of {@code EnvFlags}, {@code DbiFlags} and {@code Dbi}:
 *
 * <ul>
 *   <li>{@code MDB_WRITEMAP}, "faster and uses fewer mallocs", and values written straight into the map
 *       ({@code Dbi.reserve}).
 *   <li>{@code MDB_INTEGERKEY}: signatures compared as unsigned native integers.
 *   <li>{@code PROXY_OPTIMAL}, the fastest way to a {@code ByteBuffer}, which asks for {@code --add-opens} of
 *       {@code java.nio} and {@code sun.nio.ch}; and no checks of arguments ({@code lmdbjava.disable.checks}), as
 *       {@code benchmarks/run} says. Tests run with the checks.
 *   <li>A map of 64 GiB in a sparse file; only pages that were written take room.
 *   <li>{@code MDB_APPEND} in {@code load} alone, whose rows come sorted.
 *   <li>One read transaction that is reset and renewed, rather than one for each row.
 * </ul>
 *
 * <p>{@code POWER_LOSS} is LMDB's default, a sync in every commit. {@code PROCESS_CRASH} is {@code MDB_NOSYNC}: a commit is in
 * the pages of the mapped file, which belong to the system, before it returns, so the death of the process loses nothing. A
 * crash of the machine may damage the file then, where Afterimage would lose the newest commits and no more. One write
 * transaction moves rows, position and outbox entry. A read transaction is a true snapshot, in unsigned order.
 * {@code rowCount} is kept by the B-tree; {@code clear} frees pages one by one.
 *
 * <p>Not promised: detection of damaged rows; a file that shrinks; safety from a wild write of native code, which the
 * writable map gives up; safety from misuse of its handles while the checks are off.
 */
public final class LmdbPeer implements Peer {

    private static final long MAP_BYTES = 64L << 30;
    private static final int MOST_TABLES = 256;
    private static final String POSITIONS = "positions";

    private final Env<ByteBuffer> env;
    private final Map<String, Dbi<ByteBuffer>> tables = new HashMap<>();
    private final Txn<ByteBuffer> reader;
    private final ByteBuffer key = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
    private byte[] copy = new byte[4 << 10];

    private LmdbPeer(Env<ByteBuffer> env) {
        this.env = env;
        tables.put(POSITIONS, env.openDbi(POSITIONS, DbiFlags.MDB_CREATE));
        reader = env.txnRead();
        reader.reset();
    }

    /**
     * Opens the store.
     *
     * @param directory where its files are
     * @param durability what a write survives
     * @return the open store
     */
    public static LmdbPeer open(Path directory, Durability durability) {
        EnvFlags[] flags = Peer.syncs(durability)
                ? new EnvFlags[] {EnvFlags.MDB_WRITEMAP, EnvFlags.MDB_NOTLS}
                : new EnvFlags[] {EnvFlags.MDB_WRITEMAP, EnvFlags.MDB_NOTLS, EnvFlags.MDB_NOSYNC};
        return new LmdbPeer(Env.create(ByteBufferProxy.PROXY_OPTIMAL)
                .setMapSize(MAP_BYTES)
                .setMaxDbs(MOST_TABLES)
                .open(directory.toFile(), flags));
    }

    @Override
    public void apply(String queryId, List<RowMutation> mutations) {
        Dbi<ByteBuffer> rows = rows(queryId);
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            write(txn, rows, mutations);
            txn.commit();
        }
    }

    @Override
    public void commit(ResultCommit commit) {
        Dbi<ByteBuffer> rows = rows(commit.queryId());
        Dbi<ByteBuffer> outbox = outbox(commit.queryId());
        Dbi<ByteBuffer> positions = positions();
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            write(txn, rows, commit.mutations());
            positions.reserve(txn, name(commit.queryId()), Long.BYTES).putLong(commit.sequence());
            if (commit.outboxData().isPresent()) {
                put(txn, outbox, commit.sequence(), commit.outboxData().get());
                outbox.delete(txn, key(Peer.trimmedBy(commit)));
            }
            txn.commit();
        }
    }

    private void write(Txn<ByteBuffer> txn, Dbi<ByteBuffer> rows, List<RowMutation> mutations) {
        for (RowMutation mutation : mutations) {
            if (mutation instanceof Upsert upsert) {
                put(txn, rows, upsert.rowSignature(), upsert.data());
            } else {
                rows.delete(txn, key(mutation.rowSignature()));
            }
        }
    }

    private void put(Txn<ByteBuffer> txn, Dbi<ByteBuffer> table, long at, byte[] data, PutFlags... flags) {
        table.reserve(txn, key(at), data.length, flags).put(data);
    }

    @Override
    public void load(String queryId, RowSource source) {
        Dbi<ByteBuffer> rows = rows(queryId);
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            while (source.next()) {
                put(txn, rows, source.rowSignature(), source.data(), PutFlags.MDB_APPEND);
            }
            txn.commit();
        }
    }

    @Override
    public long readAll(String queryId) {
        long sum = 0;
        Dbi<ByteBuffer> rows = rows(queryId);
        try (Txn<ByteBuffer> txn = env.txnRead();
                Cursor<ByteBuffer> cursor = rows.openCursor(txn)) {
            for (boolean more = cursor.first(); more; more = cursor.next()) {
                long signature = cursor.key().order(ByteOrder.nativeOrder()).getLong(0);
                int length = copyOut(cursor.val());
                sum += ReadSum.of(signature, copy, length);
            }
        }
        return sum;
    }

    private int copyOut(ByteBuffer row) {
        int length = row.remaining();
        if (copy.length < length) {
            copy = new byte[2 * length];
        }
        row.get(copy, 0, length);
        return length;
    }

    @Override
    public byte @Nullable [] row(String queryId, long rowSignature) {
        Dbi<ByteBuffer> rows = rows(queryId);
        reader.renew();
        try {
            ByteBuffer found = rows.get(reader, key(rowSignature));
            if (found == null) {
                return null;
            }
            byte[] row = new byte[found.remaining()];
            found.get(row);
            return row;
        } finally {
            reader.reset();
        }
    }

    @Override
    public long rowCount(String queryId) {
        return count(rows(queryId));
    }

    private long count(Dbi<ByteBuffer> table) {
        reader.renew();
        try {
            return table.stat(reader).entries;
        } finally {
            reader.reset();
        }
    }

    @Override
    public void clear(String queryId) {
        Dbi<ByteBuffer> rows = rows(queryId);
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            rows.drop(txn);
            txn.commit();
        }
    }

    @Override
    public long sequence(String queryId) {
        reader.renew();
        try {
            ByteBuffer found = positions().get(reader, name(queryId));
            return found == null ? 0 : found.getLong();
        } finally {
            reader.reset();
        }
    }

    @Override
    public long outboxEntries(String queryId) {
        return count(outbox(queryId));
    }

    private Dbi<ByteBuffer> rows(String queryId) {
        return table("rows/" + queryId);
    }

    private Dbi<ByteBuffer> outbox(String queryId) {
        return table("outbox/" + queryId);
    }

    private Dbi<ByteBuffer> positions() {
        return table(POSITIONS);
    }

    private Dbi<ByteBuffer> table(String name) {
        return tables.computeIfAbsent(
                name, absent -> env.openDbi(absent, DbiFlags.MDB_CREATE, DbiFlags.MDB_INTEGERKEY));
    }

    private ByteBuffer key(long number) {
        return key.putLong(0, number);
    }

    private static ByteBuffer name(String queryId) {
        byte[] utf8 = queryId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(utf8.length).put(utf8).flip();
    }

    @Override
    public void close() {
        reader.close();
        env.close();
    }
}
