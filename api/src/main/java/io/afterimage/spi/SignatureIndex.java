package io.afterimage.spi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which signatures exist under one (query number, epoch): the answer to "is this row new?" that an exact count needs
 * and that would otherwise cost a read per row. Not thread-safe; guarded by the store's write lock.
 */
final class SignatureIndex {

    /*
     * The unsigned signature space is cut into ranges by leading bits, as in extendible hashing: a directory of 2^depth
     * places points to partitions, and a partition that grows past SPLIT_ROWS is cut in two, so growth never costs more
     * than one partition at a time. Ranges of signatures are ranges of keys in every engine, so a partition can be
     * loaded, or given up, on its own.
     *
     * After an open all partitions are absent. Asking about an absent one costs a read in the engine; when the reads paid
     * so far would have paid for scanning its range, it is loaded (the ski-rental rule: never more than about twice the
     * cost of knowing the future). What is learnt by reading stands in an overlay until the end of the write group,
     * because the engine shows the group's own writes only after its commit.
     */

    static final int SPLIT_ROWS = 16_384;
    private static final int LOADED_ROWS = 4_096;
    private static final int MAX_DEPTH = 14;
    private static final int READ_COSTS_ROWS = 16;

    /** One range of the signature space. */
    static final class Partition {
        final long from;
        final int depth;
        /** The signatures, null while absent. */
        @Nullable
        SignatureSet signatures;

        boolean usedLately;
        /** The last write group that asked about its signatures, see {@link CountIndex}. */
        long neededBy;
        /** Bytes that the clock holds for it. */
        long accountedBytes;

        private long reads;
        /** How many rows it had when that was last seen; counts where signatures are not spread evenly. */
        private long rowsSeen;

        Partition(long from, int depth) {
            this.from = from;
            this.depth = depth;
        }

        boolean loaded() {
            return signatures != null;
        }

        /** Looks where the signature belongs, so that the processor has fetched it; see {@link CountIndex#prepare}. */
        long peek(long signature) {
            return signatures == null ? 0 : signatures.peek(signature);
        }

        /** How many rows it holds, judging by those of the whole query. */
        long expectedRows(long rowCount) {
            return Math.max(rowCount >>> depth, rowsSeen);
        }

        /** Counts a read that it will cost while absent; true if loading it is now the better bargain. */
        boolean payRead(long expectedRows) {
            return ++reads * READ_COSTS_ROWS >= expectedRows + 256;
        }

        /** Becomes absent. */
        void giveUp() {
            remember(signatures == null ? 0 : signatures.size());
            signatures = null;
        }

        /** Stays absent, and is known to hold about that many rows. */
        void remember(long rows) {
            rowsSeen = rows;
            reads = 0;
        }

        /** The last signature of the range, inclusive. */
        long to() {
            return depth == 0 ? -1L : from | (-1L >>> depth);
        }
    }

    /** The last write group that asked for it to write, see {@link CountIndex}. */
    long changedBy;

    private final PartitionClock clock;
    private final SignatureSet overlayKnown = new SignatureSet();
    private final SignatureSet overlayPresent = new SignatureSet();
    private Partition[] directory;
    private int directoryDepth;

    /** An index over no rows, complete. */
    static SignatureIndex ofEmpty(PartitionClock clock) {
        SignatureIndex index = new SignatureIndex(clock, 0);
        index.loaded(index.directory[0], new SignatureSet());
        return index;
    }

    /** An index over that many rows, all absent yet. */
    static SignatureIndex ofUnread(PartitionClock clock, long rowCount) {
        return new SignatureIndex(clock, depthFor(rowCount));
    }

    /** A complete index over the signatures of some sets, one for each partition; null stands for an empty one. */
    static SignatureIndex ofKnown(PartitionClock clock, int depth, @Nullable SignatureSet[] sets) {
        SignatureIndex index = new SignatureIndex(clock, depth);
        for (int i = 0; i < sets.length; i++) {
            SignatureSet set = sets[i];
            index.loaded(index.directory[i], set != null ? set : new SignatureSet());
        }
        return index;
    }

    /** How many leading bits tell the partitions apart where that many rows are not added one by one. */
    static int depthFor(long rowCount) {
        int depth = 0;
        while (depth < MAX_DEPTH && rowCount >> depth > LOADED_ROWS) {
            depth++;
        }
        return depth;
    }

    /** The place in the directory. */
    static int place(long signature, int depth) {
        return (int) ((signature >>> 1) >>> (63 - depth));
    }

    private SignatureIndex(PartitionClock clock, int depth) {
        this.clock = clock;
        directoryDepth = depth;
        directory = new Partition[1 << depth];
        for (int i = 0; i < directory.length; i++) {
            directory[i] = new Partition(depth == 0 ? 0 : (long) i << (64 - depth), depth);
        }
    }

    Partition partition(long signature) {
        return directory[place(signature, directoryDepth)];
    }

    /** Whether the index is complete and in one piece, as a new one over no rows is. */
    boolean completeAndWhole() {
        return directory.length == 1 && directory[0].loaded();
    }

    /** Whether a read has found out about the signature in this write group. */
    boolean learnt(long signature) {
        return overlayKnown.contains(signature);
    }

    /** Adds what a read found, until the end of the write group. */
    void learn(long signature, boolean present) {
        overlayKnown.add(signature);
        if (present) {
            overlayPresent.add(signature);
        }
    }

    /** Adds the row; true if it was absent. The index must know the signature. */
    boolean add(long signature) {
        Partition partition = partition(signature);
        SignatureSet signatures = partition.signatures;
        if (signatures == null) {
            requireLearnt(signature);
            return overlayPresent.add(signature);
        }
        partition.usedLately = true;
        if (!signatures.add(signature)) {
            return false;
        }
        clock.sizeChanged(partition);
        if (signatures.size() > SPLIT_ROWS && partition.depth < MAX_DEPTH) {
            split(partition, signatures);
        }
        return true;
    }

    /** Removes the row; true if it was present. The index must know the signature. */
    boolean remove(long signature) {
        Partition partition = partition(signature);
        SignatureSet signatures = partition.signatures;
        if (signatures == null) {
            requireLearnt(signature);
            return overlayPresent.remove(signature);
        }
        partition.usedLately = true;
        if (!signatures.remove(signature)) {
            return false;
        }
        clock.sizeChanged(partition);
        return true;
    }

    private void requireLearnt(long signature) {
        if (!learnt(signature)) {
            throw new IllegalStateException(
                    "The count index was not prepared for signature " + Long.toUnsignedString(signature) + ".");
        }
    }

    /** Ends a write group: what was learnt by reading is out of date from now on. */
    void forgetLearnt() {
        if (!overlayKnown.isEmpty()) {
            overlayKnown.clear();
            overlayPresent.clear();
        }
    }

    void loaded(Partition partition, SignatureSet signatures) {
        partition.signatures = signatures;
        partition.usedLately = true;
        clock.sizeChanged(partition);
    }

    /** What it takes of the store's memory. */
    PartitionClock clock() {
        return clock;
    }

    private void split(Partition partition, SignatureSet signatures) {
        if (partition.depth == directoryDepth) {
            doubleDirectory();
        }
        int depth = partition.depth + 1;
        Partition low = new Partition(partition.from, depth);
        Partition high = new Partition(partition.from | (1L << (64 - depth)), depth);
        int lowSize = signatures.countBelow(high.from);
        SignatureSet lowSet = new SignatureSet(lowSize);
        SignatureSet highSet = new SignatureSet(signatures.size() - lowSize);
        signatures.forEach(s -> (Long.compareUnsigned(s, high.from) < 0 ? lowSet : highSet).add(s));
        int width = 1 << (directoryDepth - depth);
        int first = place(low.from, directoryDepth);
        Arrays.fill(directory, first, first + width, low);
        Arrays.fill(directory, first + width, first + 2 * width, high);
        partition.signatures = null;
        clock.sizeChanged(partition);
        loaded(low, lowSet);
        loaded(high, highSet);
    }

    private void doubleDirectory() {
        Partition[] doubled = new Partition[2 * directory.length];
        for (int i = 0; i < doubled.length; i++) {
            doubled[i] = directory[i / 2];
        }
        directory = doubled;
        directoryDepth++;
    }
}
