package io.afterimage.reactions;

import io.afterimage.CorruptStoreException;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads a snapshot into the heap, if it fits. Every array is reserved before it is made, so that readings together never
 * take more than their bound. Used once, by one thread.
 */
final class HeapRowsReader {

    private static final int PAGE_BYTES = 1 << 20;
    private static final int BYTES_PER_ROW = Long.BYTES + Integer.BYTES;

    private final Snapshot snapshot;
    private final long maxBytes;
    private final AtomicLong bytesBeingRead;

    private final List<byte[]> pages = new ArrayList<>();
    private final List<Integer> firstRows = new ArrayList<>();
    private byte[] page = new byte[0];
    private int pageEnd;
    private long reserved;
    private boolean tooLarge;

    HeapRowsReader(Snapshot snapshot, long maxBytes, AtomicLong bytesBeingRead) {
        this.snapshot = snapshot;
        this.maxBytes = maxBytes;
        this.bytesBeingRead = bytesBeingRead;
    }

    /** What this reading has taken; to be given back by whoever ends it. */
    long reservedBytes() {
        return reserved;
    }

    SharedRead read() {
        long rowCount = snapshot.rowCount();
        if (rowCount > Integer.MAX_VALUE / BYTES_PER_ROW || rowCount > maxBytes / BYTES_PER_ROW) {
            return SharedRead.TOO_LARGE;
        }
        if (!reserve(rowCount * BYTES_PER_ROW)) {
            return refusal();
        }
        long[] signatures = new long[(int) rowCount];
        int[] ends = new int[(int) rowCount];
        int row = 0;
        try (RowCursor cursor = snapshot.cursor()) {
            while (cursor.next()) {
                checkCount(row < rowCount);
                if (!add(row, cursor.data())) {
                    return refusal();
                }
                signatures[row] = cursor.rowSignature();
                ends[row++] = pageEnd;
            }
        }
        checkCount(row == rowCount);
        return new SharedRead.Rows(rows(signatures, ends));
    }

    /** Appends the bytes of a row to the page; false if there is no room for another page that it needs. */
    private boolean add(int row, ByteBuffer data) {
        int length = data.remaining();
        if (row == 0 || length > page.length - pageEnd) {
            closePage();
            int room = Math.max(length, (int) Math.min(PAGE_BYTES, Math.max(maxBytes - reserved, 1)));
            if (!reserve(room)) {
                return false;
            }
            page = new byte[room];
            pageEnd = 0;
            firstRows.add(row);
        }
        data.get(data.position(), page, pageEnd, length);
        pageEnd += length;
        return true;
    }

    /** Keeps the page, and gives back room that nobody used if it is worth a copy. */
    private void closePage() {
        if (firstRows.size() == pages.size()) {
            return; // there is none
        }
        int unused = page.length - pageEnd;
        if (unused > PAGE_BYTES / 16) {
            page = Arrays.copyOf(page, pageEnd);
            release(unused);
        }
        pages.add(page);
    }

    private HeapRows rows(long[] signatures, int[] ends) {
        closePage();
        int[] firsts = firstRows.stream().mapToInt(Integer::intValue).toArray();
        return new HeapRows(
                snapshot.queryId(),
                snapshot.position(),
                signatures,
                ends,
                pages.toArray(new byte[0][]),
                firsts,
                reserved);
    }

    private SharedRead refusal() {
        return tooLarge ? SharedRead.TOO_LARGE : SharedRead.NO_ROOM;
    }

    private void checkCount(boolean asTold) {
        if (!asTold) {
            throw CorruptStoreException.ofQuery(
                    snapshot.queryId(), "Expected: " + snapshot.rowCount() + " rows. Found: another number.", null);
        }
    }

    private boolean reserve(long bytes) {
        if (reserved + bytes > maxBytes) {
            tooLarge = true;
            return false;
        }
        if (bytesBeingRead.addAndGet(bytes) > maxBytes) {
            bytesBeingRead.addAndGet(-bytes);
            return false;
        }
        reserved += bytes;
        return true;
    }

    private void release(long bytes) {
        reserved -= bytes;
        bytesBeingRead.addAndGet(-bytes);
    }
}
