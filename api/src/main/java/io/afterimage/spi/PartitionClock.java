package io.afterimage.spi;

import io.afterimage.spi.SignatureIndex.Partition;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one {@link SignatureIndex} takes of the store's memory, and the order in which its partitions are asked to give way
 * (second chance). It is all the index's own, so that an index of any size is forgotten in one step. Not thread-safe;
 * guarded by the store's write lock.
 */
final class PartitionClock {

    private final AtomicLong storeBytes;
    private ArrayDeque<Partition> partitions = new ArrayDeque<>();
    private int loaded;
    private long bytes;
    private boolean ended;

    /** Counts into an account of the whole store. */
    PartitionClock(AtomicLong storeBytes) {
        this.storeBytes = storeBytes;
    }

    /** The partition was loaded, given up, or changed its size. */
    void sizeChanged(Partition partition) {
        SignatureSet signatures = partition.signatures;
        long now = signatures == null ? 0 : signatures.bytes();
        long before = partition.accountedBytes;
        if (now == before) {
            return;
        }
        if (before == 0) {
            partitions.addLast(partition);
            loaded++;
        } else if (now == 0) {
            loaded--;
        }
        add(now - before);
        partition.accountedBytes = now;
        if (partitions.size() > 2 * loaded + 64) { // those given up must not outnumber the loaded ones
            partitions.removeIf(one -> !one.loaded());
        }
    }

    private void add(long more) {
        bytes += more;
        storeBytes.addAndGet(more);
    }

    /** How many turns it takes to ask every partition once. */
    int turns() {
        return partitions.size();
    }

    /** Asks the next partition to give way; it stays if it was used since it was asked last, or is needed by the group. */
    void turn(long group) {
        Partition partition = partitions.pollFirst();
        if (partition == null || !partition.loaded()) {
            return;
        }
        if (partition.usedLately || partition.neededBy == group) {
            partition.usedLately = false;
            partitions.addLast(partition);
            return;
        }
        partition.giveUp();
        sizeChanged(partition);
    }

    /** Gives everything back at once; the index is not used any more. */
    void end() {
        add(-bytes);
        partitions = new ArrayDeque<>();
        ended = true;
    }

    boolean ended() {
        return ended;
    }
}
