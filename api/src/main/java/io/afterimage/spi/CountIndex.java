package io.afterimage.spi;

import io.afterimage.RowMutation;
import io.afterimage.spi.SignatureIndex.Partition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The signature indexes of a whole store under one limit of memory: what makes {@code rowCount} exact and O(1) without
 * trusting the caller and without a read per row. Beyond the limit the partitions used least lately are given up and
 * questions about them are read from the engine: slower, never wrong. Not thread-safe; guarded by the store's write
 * lock.
 *
 * <p>A write group runs in this order: {@link #prepare} for every request, then {@link #of} with adds and removes, then
 * {@link #committed} or {@link #rolledBack}.
 */
final class CountIndex {

    private static final int READ_AT_ONCE = 1_024;

    private final StorageEngine engine;
    private final long limitBytes;
    private final Map<Long, SignatureIndex> indexes = new HashMap<>();
    /** Loaded partitions in the order in which they are asked to give way (second chance). */
    private final ArrayDeque<Partition> clock = new ArrayDeque<>();

    /** Indexes that hold something learnt by reading, until the write group ends. */
    private final List<SignatureIndex> learning = new ArrayList<>();

    /** Keys of the indexes that the write group has begun; they may be of numbers and epochs that it alone knows. */
    private final List<Long> begun = new ArrayList<>();

    private final UndoLog undo = new UndoLog();
    private final long[] asked = new long[READ_AT_ONCE];
    private final boolean[] present = new boolean[READ_AT_ONCE];
    private final AtomicLong usedBytes = new AtomicLong();
    private int loadedPartitions;
    private long writeGroup = 1;

    CountIndex(StorageEngine engine, long limitBytes) {
        this.engine = engine;
        this.limitBytes = limitBytes;
    }

    /** Heap used for signatures now, in bytes. */
    long usedBytes() {
        return usedBytes.get();
    }

    /** The index of the query's visible rows. */
    SignatureIndex of(QueryRecord query) {
        long key = key(query.number(), query.rows().epoch());
        SignatureIndex known = indexes.get(key);
        if (known != null) {
            return known;
        }
        long count = query.rows().count();
        SignatureIndex index =
                count == 0 ? SignatureIndex.ofEmpty(this::account) : SignatureIndex.ofUnread(this::account, count);
        indexes.put(key, index);
        begun.add(key);
        return index;
    }

    /** Makes the index know every signature of the mutations, by loading partitions or by reading. */
    void prepare(QueryRecord query, List<? extends RowMutation> mutations) {
        SignatureIndex index = of(query);
        Loader loader = new Loader(query, index);
        try {
            int count = 0;
            for (RowMutation mutation : mutations) {
                long signature = mutation.rowSignature();
                if (index.knows(signature) || loader.loadIfWorthwhile(signature)) {
                    index.partition(signature).neededBy = writeGroup;
                    continue;
                }
                asked[count++] = signature;
                if (count == READ_AT_ONCE) {
                    read(query, index, count);
                    count = 0;
                }
            }
            read(query, index, count);
        } finally {
            loader.close();
        }
    }

    private void read(QueryRecord query, SignatureIndex index, int count) {
        if (count == 0) {
            return;
        }
        learning.add(index);
        engine.rowsPresent(query.number(), query.rows().epoch(), asked, count, present);
        for (int i = 0; i < count; i++) {
            index.learn(asked[i], present[i]);
        }
    }

    /** Adds a row to a prepared index; true if it was absent. */
    boolean add(SignatureIndex index, long signature) {
        boolean added = index.add(signature);
        if (added) {
            undo.remember(index, signature, true);
        }
        return added;
    }

    /** Removes a row from a prepared index; true if it was present. */
    boolean remove(SignatureIndex index, long signature) {
        boolean removed = index.remove(signature);
        if (removed) {
            undo.remember(index, signature, false);
        }
        return removed;
    }

    /** The write group is in the engine. */
    void committed() {
        undo.clear();
        learning.forEach(SignatureIndex::forgetLearnt);
        learning.clear();
        begun.clear();
        writeGroup++;
        while (usedBytes.get() > limitBytes && !clock.isEmpty()) {
            giveUpOne();
        }
    }

    /** The write group is not in the engine. */
    void rolledBack() {
        undo.undo();
        begun.forEach(this::retire);
        committed();
    }

    /** Forgets the index of an epoch that is no longer written to. */
    void retire(int query, int epoch) {
        retire(key(query, epoch));
    }

    private void retire(long key) {
        SignatureIndex index = indexes.remove(key);
        if (index != null) {
            index.retire();
        }
    }

    private static long key(int query, int epoch) {
        return ((long) query << 32) | (epoch & 0xFFFF_FFFFL);
    }

    private void account(Partition partition) {
        SignatureSet signatures = partition.signatures;
        long bytes = signatures == null ? 0 : signatures.bytes();
        if (bytes == partition.accountedBytes) {
            return;
        }
        if (bytes != 0 && partition.accountedBytes == 0) {
            clock.addLast(partition);
            loadedPartitions++;
        } else if (bytes == 0 && partition.accountedBytes != 0) {
            loadedPartitions--;
        }
        usedBytes.addAndGet(bytes - partition.accountedBytes);
        partition.accountedBytes = bytes;
        sweepClock();
    }

    /** Drops retired partitions from the clock before they outnumber the loaded ones. */
    private void sweepClock() {
        if (clock.size() > 2 * loadedPartitions + 64) {
            clock.removeIf(partition -> !partition.loaded());
        }
    }

    private void giveUpOne() {
        Partition partition = clock.removeFirst();
        if (partition.retired || !partition.loaded()) {
            return;
        }
        if (partition.usedLately || partition.neededBy == writeGroup) {
            partition.usedLately = false;
            clock.addLast(partition);
            return;
        }
        partition.signatures = null;
        partition.reads = 0;
        account(partition);
    }

    /** Loads partitions of one query through one view, opened when first needed. */
    private final class Loader {

        private final QueryRecord query;
        private final SignatureIndex index;
        private @Nullable EngineView view;

        Loader(QueryRecord query, SignatureIndex index) {
            this.query = query;
            this.index = index;
        }

        boolean loadIfWorthwhile(long signature) {
            Partition partition = index.partition(signature);
            long rows = query.rows().count();
            long expectedBytes = 16 * (rows >>> partition.depth);
            if (!SignatureIndex.payRead(partition, rows) || expectedBytes > limitBytes) {
                return false;
            }
            for (int chances = 2 * clock.size();
                    chances > 0 && usedBytes.get() + expectedBytes > limitBytes;
                    chances--) {
                giveUpOne();
            }
            if (usedBytes.get() + expectedBytes > limitBytes) {
                return false; // the rest is needed by this write group
            }
            load(partition);
            return true;
        }

        private void load(Partition partition) {
            if (view == null) {
                view = engine.openView();
            }
            EngineView open = view;
            SignatureSet signatures = new SignatureSet();
            long[] some = new long[4_096];
            try (EngineView.SignatureScan scan = open.signatures(query, partition.from, partition.to())) {
                int read;
                do {
                    read = scan.fill(some);
                    for (int i = 0; i < read; i++) {
                        signatures.add(some[i]);
                    }
                } while (read == some.length);
            }
            index.loaded(partition, signatures);
        }

        void close() {
            if (view != null) {
                view.close();
            }
        }
    }

    /** What a write group did to loaded partitions, newest last. */
    private static final class UndoLog {

        private SignatureIndex[] indexes = new SignatureIndex[256];
        private long[] signatures = new long[256];
        private boolean[] added = new boolean[256];
        private int size;

        void remember(SignatureIndex index, long signature, boolean wasAdded) {
            if (size == signatures.length) {
                indexes = Arrays.copyOf(indexes, 2 * size);
                signatures = Arrays.copyOf(signatures, 2 * size);
                added = Arrays.copyOf(added, 2 * size);
            }
            indexes[size] = index;
            signatures[size] = signature;
            added[size++] = wasAdded;
        }

        void undo() {
            while (size > 0) {
                size--;
                if (added[size]) {
                    indexes[size].remove(signatures[size]);
                } else {
                    indexes[size].add(signatures[size]);
                }
            }
        }

        void clear() {
            if (size > 1 << 16) {
                indexes = new SignatureIndex[256];
                signatures = new long[256];
                added = new boolean[256];
            }
            Arrays.fill(indexes, 0, Math.min(size, indexes.length), null);
            size = 0;
        }
    }
}
