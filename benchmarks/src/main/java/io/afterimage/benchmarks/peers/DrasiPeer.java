package io.afterimage.benchmarks.peers;

import io.afterimage.Durability;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.benchmarks.ReadSum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * How Drasi keeps live results and outbox on RocksDB (drasi-core, August 2026), rendered in Java on Afterimage's version of
 * RocksDB. It stands for the algorithm; nothing of Drasi's code is in it. Not thread-safe; one thread at a time.
 *
 * <p>Drasi's, and so here:
 *
 * <ul>
 *   <li>a pessimistic {@code TransactionDB} for each query, in a directory of its own; column families for live results, outbox
 *       and stream state; keys {@code query id, NUL, number} with the number big-endian;
 *   <li>a commit is the outbox entry, then its trimming, then the rows, then the sequence: separate writes, so a crash in
 *       between leaves them apart;
 *   <li>trimming reads the keys of the whole outbox and deletes from the front one by one; {@code rowCount} walks keys and
 *       values; {@code clear} walks the keys into one batch of deletes; {@code readAll} has all rows on the heap before the first
 *       is used (the list is a snapshot by its one iterator, in unsigned order);
 *   <li>256 MiB of block cache and 128 MiB of write buffers for all queries, write buffers of 16 MiB for results and outbox and
 *       8 MiB for stream state, the latter with a prefix extractor of 16 bytes.
 * </ul>
 *
 * <p>Where Drasi says nothing, RocksDB is tuned like Afterimage's ({@link DrasiTuning}). Two costs of Drasi's are left out, in
 * its favour: a hop to another thread for each call, and a copy of all rows before each write.
 *
 * <p>Drasi never syncs, which is {@code PROCESS_CRASH}. For {@code POWER_LOSS} the last write of a call is synced, and by that
 * the ones before it in the same log.
 */
public final class DrasiPeer implements Peer {

    private final Path directory;
    private final DrasiTuning tuning;
    private final Map<String, DrasiQuery> queries = new HashMap<>();

    private DrasiPeer(Path directory, boolean syncs) {
        this.directory = directory;
        this.tuning = new DrasiTuning(syncs);
    }

    /**
     * Opens the store.
     *
     * @param directory where the queries have their directories
     * @param durability what a write survives
     * @return the open store
     */
    public static DrasiPeer open(Path directory, Durability durability) {
        return new DrasiPeer(directory, Peer.syncs(durability));
    }

    @Override
    public void apply(String queryId, List<RowMutation> mutations) {
        DrasiQuery query = query(queryId);
        run(() -> query.applyMutations(mutations, tuning.lastWrite));
    }

    @Override
    public void commit(ResultCommit commit) {
        DrasiQuery query = query(commit.queryId());
        run(() -> {
            if (commit.outboxData().isPresent()) {
                query.append(commit.sequence(), commit.outboxData().get());
                query.trimToCapacity(Peer.retained(commit));
            }
            query.applyMutations(commit.mutations(), tuning.write);
            query.writeResultSequence(commit.sequence(), tuning.lastWrite);
        });
    }

    @Override
    public long readAll(String queryId) {
        long sum = 0;
        for (Row row : call(query(queryId)::readSnapshot)) {
            sum += ReadSum.of(row.rowSignature(), row.data());
        }
        return sum;
    }

    @Override
    public byte @Nullable [] row(String queryId, long rowSignature) {
        DrasiQuery query = query(queryId);
        try {
            return query.row(rowSignature);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public long rowCount(String queryId) {
        return call(query(queryId)::rowCount);
    }

    @Override
    public void clear(String queryId) {
        run(query(queryId)::clear);
    }

    @Override
    public long sequence(String queryId) {
        return call(query(queryId)::resultSequence);
    }

    @Override
    public long outboxEntries(String queryId) {
        return call(query(queryId)::outboxEntries);
    }

    private DrasiQuery query(String queryId) {
        return queries.computeIfAbsent(queryId, this::openQuery);
    }

    private DrasiQuery openQuery(String queryId) {
        try {
            return DrasiQuery.open(Files.createDirectories(directory.resolve(queryId)), queryId, tuning);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    private interface Call<T> {
        T now() throws RocksDBException;
    }

    private interface Action {
        void now() throws RocksDBException;
    }

    private static <T> T call(Call<T> call) {
        try {
            return call.now();
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    private static void run(Action action) {
        try {
            action.now();
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    private static IllegalStateException failed(RocksDBException cause) {
        return new IllegalStateException("RocksDB failed under Drasi's algorithm.", cause);
    }

    @Override
    public void close() {
        queries.values().forEach(DrasiQuery::close);
        tuning.close();
    }
}
