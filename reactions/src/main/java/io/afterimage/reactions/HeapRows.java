package io.afterimage.reactions;

import io.afterimage.Position;

/**
 * All rows of one snapshot in few arrays: no object per row. A page holds the bytes of consecutive rows. Immutable.
 *
 * @param queryId the query
 * @param position where the rows stand
 * @param signatures the rows in unsigned ascending order
 * @param ends by row, where its bytes end in its page
 * @param pages the bytes
 * @param firstRows by page, the index of its first row
 * @param bytes the heap that the arrays take
 */
record HeapRows(
        String queryId, Position position, long[] signatures, int[] ends, byte[][] pages, int[] firstRows, long bytes) {

    int size() {
        return signatures.length;
    }

    /** The index of the first row whose signature is at or above the given one. */
    int indexOf(long rowSignature) {
        int low = 0;
        int high = signatures.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(signatures[middle], rowSignature) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The page after {@code page} that holds a row, or {@code page} itself. */
    int pageOf(int row, int page) {
        int found = page;
        while (found + 1 < firstRows.length && firstRows[found + 1] <= row) {
            found++;
        }
        return found;
    }

    int start(int row, int page) {
        return row == firstRows[page] ? 0 : ends[row - 1];
    }
}
