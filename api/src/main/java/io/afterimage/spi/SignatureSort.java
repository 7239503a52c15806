package io.afterimage.spi;

import java.util.Arrays;

/**
 * Sorts signatures, unsigned, each with a value that goes with it; equal ones keep their order. A radix sort from the last
 * byte to the first: eight passes over memory in order, whatever the signatures are. Not thread-safe; one thread at a time.
 */
final class SignatureSort {

    private static final int VALUES = 256;

    private long[] spareKeys = new long[0];
    private long[] spareValues = new long[0];

    /** Sorts the first {@code size} pairs. */
    void sort(long[] keys, long[] values, int size) {
        if (spareKeys.length < size) {
            spareKeys = new long[keys.length];
            spareValues = new long[keys.length];
        }
        long[] fromKeys = keys;
        long[] fromValues = values;
        long[] toKeys = spareKeys;
        long[] toValues = spareValues;
        boolean inSpare = false;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            int[] places = placesOf(fromKeys, size, shift);
            if (places.length == 0) {
                continue;
            }
            for (int i = 0; i < size; i++) {
                int to = places[(int) (fromKeys[i] >>> shift) & 0xFF]++;
                toKeys[to] = fromKeys[i];
                toValues[to] = fromValues[i];
            }
            long[] keysBefore = fromKeys;
            long[] valuesBefore = fromValues;
            fromKeys = toKeys;
            fromValues = toValues;
            toKeys = keysBefore;
            toValues = valuesBefore;
            inSpare = !inSpare;
        }
        if (inSpare) {
            System.arraycopy(fromKeys, 0, keys, 0, size);
            System.arraycopy(fromValues, 0, values, 0, size);
        }
    }

    /** Where the keys with each value of the byte go; empty if all have the same, so that nothing is to be done. */
    private static int[] placesOf(long[] keys, int size, int shift) {
        int[] counts = new int[VALUES];
        for (int i = 0; i < size; i++) {
            counts[(int) (keys[i] >>> shift) & 0xFF]++;
        }
        if (Arrays.stream(counts).anyMatch(count -> count == size)) {
            return new int[0];
        }
        int place = 0;
        for (int value = 0; value < VALUES; value++) {
            int count = counts[value];
            counts[value] = place;
            place += count;
        }
        return counts;
    }
}
