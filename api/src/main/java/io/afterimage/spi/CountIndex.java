package io.afterimage.spi;

import io.afterimage.RowMutation;
import io.afterimage.spi.SignatureIndex.Partition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The signature indexes of a whole store under one limit of memory: what makes {@code rowCount} exact and O(1) without
 * trusting the caller and without a read per row. Beyond the limit the partitions used least lately are given up and
 * questions about them are read from the engine: slower, never wrong. Not thread-safe; guarded by the store's write
 * lock.
 *
 * <p>A write group runs in this order: {@link #prepare} for every request, then {@link #forWriting} with adds and
 * removes, then {@link #committed} or {@link #rolledBack}. To forget an index, or a partition of it, is safe at any time
 * but between the preparing and the end of a group: it is learnt again.
 */
final class CountIndex {

    private static final int READ_AT_ONCE = 1_024;

    private final StorageEngine engine;
    private final long limitBytes;
    private final Map<Long, SignatureIndex> indexes = new HashMap<>();
    /** The order in which their partitions are asked to give way. */
    private final ClockRing ring = new ClockRing();

    /** Indexes that hold something learnt by reading, until the write group ends. */
    private final Set<SignatureIndex> learning = new HashSet<>();

    /** Keys of the indexes that the write group has changed or made. */
    private final List<Long> touched = new ArrayList<>();

    /** What {@link #find} was asked last, and its answer. */
    private long foundKey;

    private @Nullable SignatureIndex found;

    private final long[] asked = new long[READ_AT_ONCE];
    private final boolean[] present = new boolean[READ_AT_ONCE];

    /** What {@link #prepare} saw where rows belong. Means nothing; kept so that the compiler does not drop the looks. */
    @SuppressWarnings({"unused", "FieldCanBeLocal"}) // written, never read
    private long fetched;

    private final AtomicLong usedBytes = new AtomicLong();
    /** The number of the write group; what it needs bears it and is not given up before its end. */
    private long group = 1;

    /** True once nothing more can be given up for this write group. */
    private boolean full;

    CountIndex(StorageEngine engine, long limitBytes) {
        this.engine = engine;
        this.limitBytes = limitBytes;
    }

    /** Heap used for signatures now, in bytes. */
    long usedBytes() {
        return usedBytes.get();
    }

    /**
     * Makes the index know every signature of the mutations, by loading partitions or by reading. The record is the
     * committed one: a query that changes its rows' epoch inside the group starts over with an empty index, and one that
     * is flipped to other rows ends the group ({@link WriteRequest#endsGroup}).
     *
     * <p>It also looks at the place of every signature. These looks do not wait for one another, so the cache misses of a
     * batch overlap here; the adds and removes, which come one by one between native calls, then miss no more.
     */
    void prepare(QueryRecord query, List<? extends RowMutation> mutations) {
        if (query.number() == 0) {
            return; // it has no row, and no number yet under which an index could stand
        }
        SignatureIndex index = committedIndex(query);
        try (Loader loader = new Loader(query, index)) {
            int count = 0;
            for (RowMutation mutation : mutations) {
                long signature = mutation.rowSignature();
                if (loader.knows(signature)) {
                    continue;
                }
                asked[count++] = signature;
                if (count == READ_AT_ONCE) {
                    read(query, index, count);
                    count = 0;
                }
            }
            read(query, index, count);
        }
    }

    /** The index of the query's committed rows; complete if there are none, whatever was given up of it before. */
    private SignatureIndex committedIndex(QueryRecord query) {
        long key = key(query);
        SignatureIndex index = find(key);
        if (index != null && query.rows().count() == 0 && !index.completeAndWhole()) {
            retire(key);
            index = null;
        }
        return index != null ? index : newIndex(key, query);
    }

    private @Nullable SignatureIndex find(long key) {
        if (key != foundKey) {
            found = indexes.get(key);
            foundKey = key;
        }
        return found;
    }

    private SignatureIndex newIndex(long key, QueryRecord query) {
        long rows = query.rows().count();
        PartitionClock clock = new PartitionClock(usedBytes);
        SignatureIndex index = rows == 0 ? SignatureIndex.ofEmpty(clock) : SignatureIndex.ofUnread(clock, rows);
        keep(key, index);
        return index;
    }

    private void keep(long key, SignatureIndex index) {
        retire(key);
        indexes.put(key, index);
        ring.add(index.clock());
        found = index;
        foundKey = key;
    }

    private void read(QueryRecord query, SignatureIndex index, int count) {
        if (count == 0) {
            return;
        }
        engine.rowsPresent(query.number(), query.rows().epoch(), asked, count, present);
        learning.add(index);
        for (int i = 0; i < count; i++) {
            index.learn(asked[i], present[i]);
        }
    }

    /** The index to add to and to remove from; prepared, or over no rows yet. */
    SignatureIndex forWriting(QueryRecord query) {
        long key = key(query);
        SignatureIndex known = find(key);
        SignatureIndex index = known != null ? known : newIndex(key, query);
        if (index.changedBy != group) {
            index.changedBy = group;
            touched.add(key);
        }
        return index;
    }

    /** The write group is in the engine. */
    void committed() {
        touched.clear();
        learning.forEach(SignatureIndex::forgetLearnt);
        learning.clear();
        full = false;
        group++;
        makeRoom(0);
    }

    /** The write group is not in the engine: what it has touched is forgotten, and learnt again when needed. */
    void rolledBack() {
        touched.forEach(this::retire);
        committed();
    }

    /** How much more it may take before it gives something up, in bytes. */
    long roomBytes() {
        return limitBytes - usedBytes.get();
    }

    /** Takes over what is known of rows that are in the engine, under an epoch without an index. */
    void adopt(int query, int epoch, SignatureIndexBuilder signatures) {
        keep(key(query, epoch), signatures.build(new PartitionClock(usedBytes)));
    }

    /** Forgets the index of an epoch that is no longer written to. */
    void retire(int query, int epoch) {
        retire(key(query, epoch));
    }

    private void retire(long key) {
        SignatureIndex index = indexes.remove(key);
        if (key == foundKey) {
            found = null;
        }
        if (index != null) {
            ring.end(index.clock());
        }
    }

    private static long key(QueryRecord query) {
        return key(query.number(), query.rows().epoch());
    }

    private static long key(int query, int epoch) {
        return ((long) query << 32) | (epoch & 0xFFFF_FFFFL);
    }

    /** Gives up partitions until there is room for that much more; false if those that are needed now leave none. */
    private boolean makeRoom(long bytes) {
        ring.giveWay(group, () -> usedBytes.get() + bytes <= limitBytes);
        return usedBytes.get() + bytes <= limitBytes;
    }

    /** Loads partitions of one query through one view, opened when first needed. */
    private final class Loader implements AutoCloseable {

        private final QueryRecord query;
        private final SignatureIndex index;
        private @Nullable EngineView view;

        Loader(QueryRecord query, SignatureIndex index) {
            this.query = query;
            this.index = index;
        }

        /** Whether the index knows the signature and will until the group ends, if need be by loading its partition. */
        boolean knows(long signature) {
            Partition partition = index.partition(signature);
            if (!partition.loaded() && (index.learnt(signature) || !loadIfWorthwhile(partition))) {
                return index.learnt(signature);
            }
            partition.neededBy = group;
            fetched ^= partition.peek(signature);
            return true;
        }

        private boolean loadIfWorthwhile(Partition partition) {
            long rows = partition.expectedRows(query.rows().count());
            if (!partition.payRead(rows) || full || 16 * rows > limitBytes) {
                return false;
            }
            full = !makeRoom(16 * rows);
            return !full && load(partition);
        }

        /** Loads the partition, unless more is in it than the limit allows, which is remembered. */
        private boolean load(Partition partition) {
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
                } while (read == some.length && signatures.bytes() <= limitBytes);
            }
            if (signatures.bytes() > limitBytes) {
                partition.remember(2L * signatures.size());
                return false;
            }
            index.loaded(partition, signatures);
            return true;
        }

        @Override
        public void close() {
            if (view != null) {
                view.close();
            }
        }
    }
}
