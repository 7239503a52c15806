package io.afterimage.mirror.source;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * Which record ids a list has shown, 21 to 43 bytes each whatever their length: 128-bit hashes in an open table. Two ids with
 * one hash would keep a vanished record alive; among a billion ids that has a chance of one in 10^20. Not thread-safe; one
 * thread at a time.
 */
final class SeenIds {

    private static final int FIRST_SLOTS = 1 << 10;

    private final int maxIds;

    private long[] table = new long[2 * FIRST_SLOTS]; // (high, low) pairs; 0, 0 = free
    private int size;

    SeenIds(int maxIds) {
        this.maxIds = maxIds;
    }

    void clear() {
        table = new long[2 * FIRST_SLOTS];
        size = 0;
    }

    /** Remembers an id; false if there is no room for it. */
    boolean add(String id) {
        if (contains(id)) {
            return true;
        }
        if (size == maxIds) {
            return false;
        }
        size++;
        if (size > table.length / 2 * 3 / 4) {
            grow();
        }
        HashValue128 hash = hash(id);
        put(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
        return true;
    }

    boolean contains(String id) {
        HashValue128 hash = hash(id);
        int slot = slot(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
        return !isFree(slot);
    }

    private static HashValue128 hash(String id) {
        HashValue128 hash = Hashing.murmur3_128().hashCharsTo128Bits(id);
        boolean looksFree = hash.getMostSignificantBits() == 0 && hash.getLeastSignificantBits() == 0;
        return looksFree ? new HashValue128(0, 1) : hash;
    }

    private void grow() {
        long[] old = table;
        table = new long[2 * old.length];
        for (int slot = 0; slot < old.length; slot += 2) {
            if (old[slot] != 0 || old[slot + 1] != 0) {
                put(old[slot], old[slot + 1]);
            }
        }
    }

    private void put(long high, long low) {
        int slot = slot(high, low);
        table[slot] = high;
        table[slot + 1] = low;
    }

    /** Where the pair is, or the free slot where it belongs. */
    private int slot(long high, long low) {
        int mask = table.length - 1;
        int slot = ((int) (low << 1)) & mask;
        while (!isFree(slot) && (table[slot] != high || table[slot + 1] != low)) {
            slot = (slot + 2) & mask;
        }
        return slot;
    }

    private boolean isFree(int slot) {
        return table[slot] == 0 && table[slot + 1] == 0;
    }
}
