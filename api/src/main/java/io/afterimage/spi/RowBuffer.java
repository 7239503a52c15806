package io.afterimage.spi;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Rows in memory: filled in any order, then sorted, then walked, then filled again. They lie one after the other in pieces
 * of an even size; only their signatures and places are sorted. Not thread-safe while it is filled and sorted.
 */
final class RowBuffer implements SortedRun {

    private static final int PIECE_BYTES = 256 << 10;
    private static final int LENGTH_BYTES = 4;
    private static final int FIRST_ROWS = 1_024;

    private final long mostBytes;
    private final int mostRows;
    /** Pieces of the even size, all kept, and their number in use. */
    private final List<byte[]> pieces = new ArrayList<>();

    private int piecesUsed;
    private int pieceEnd = PIECE_BYTES;
    /** Rows too long to share a piece. */
    private final List<byte[]> longRows = new ArrayList<>();

    private long longBytes;
    private long[] signatures = new long[0];
    /** Piece and offset of a row, or the complement of its index among the long ones. */
    private long[] places = new long[0];

    private int size;

    /** A buffer of at most so many bytes of rows, and so many rows; one row always fits. */
    RowBuffer(long mostBytes, int mostRows) {
        this.mostBytes = mostBytes;
        this.mostRows = mostRows;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Adds a row; false if there is no room, then nothing has happened. */
    boolean add(long signature, byte[] data) {
        boolean isLong = data.length > PIECE_BYTES / 8;
        if (size > 0 && (size >= mostRows || bytesWith(data.length, isLong) > mostBytes)) {
            return false;
        }
        growTo(size + 1);
        signatures[size] = signature;
        places[size++] = isLong ? addLong(data) : addShort(data);
        return true;
    }

    private long bytesWith(int length, boolean isLong) {
        long bytes = (long) piecesUsed * PIECE_BYTES + longBytes;
        return isLong ? bytes + length : fits(length) ? bytes : bytes + PIECE_BYTES;
    }

    private boolean fits(int length) {
        return pieceEnd + LENGTH_BYTES + length <= PIECE_BYTES;
    }

    private void growTo(int rows) {
        if (rows > signatures.length) {
            int length = Math.max(FIRST_ROWS, Math.min(mostRows, 2 * signatures.length));
            signatures = Arrays.copyOf(signatures, length);
            places = Arrays.copyOf(places, length);
        }
    }

    private long addLong(byte[] data) {
        longRows.add(data.clone());
        longBytes += data.length;
        return ~(longRows.size() - 1L);
    }

    private long addShort(byte[] data) {
        if (!fits(data.length)) {
            if (piecesUsed == pieces.size()) {
                pieces.add(new byte[PIECE_BYTES]);
            }
            piecesUsed++;
            pieceEnd = 0;
        }
        long place = (piecesUsed - 1L) << Integer.SIZE | pieceEnd;
        ByteBuffer.wrap(pieces.get(piecesUsed - 1))
                .position(pieceEnd)
                .putInt(data.length)
                .put(data);
        pieceEnd += LENGTH_BYTES + data.length;
        return place;
    }

    /** Brings the rows into the order of their signatures; the one that was added last stays of each. */
    void sort(SignatureSort sort) {
        sort.sort(signatures, places, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i + 1 == size || signatures[i] != signatures[i + 1]) {
                signatures[kept] = signatures[i];
                places[kept++] = places[i];
            }
        }
        size = kept;
    }

    @Override
    public Cursor cursor(long from, long to, int bufferBytes) {
        return new BufferCursor(firstAtOrAfter(from), to);
    }

    private int firstAtOrAfter(long signature) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(signatures[middle], signature) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public void samples(LongConsumer to) {
        long bytes = 0;
        long next = 0;
        BufferCursor cursor = new BufferCursor(0, -1);
        while (cursor.next()) {
            if (bytes >= next) {
                to.accept(cursor.rowSignature());
                next = bytes + SAMPLE_BYTES;
            }
            cursor.load();
            bytes += cursor.length();
        }
    }

    /** Forgets the rows and keeps the room, but that of long ones. */
    @Override
    public void close() {
        size = 0;
        piecesUsed = 0;
        pieceEnd = PIECE_BYTES;
        longRows.clear();
        longBytes = 0;
    }

    /** Not thread-safe; one thread at a time. */
    private final class BufferCursor implements Cursor {

        private final long to;
        private int at;
        private byte[] array = new byte[0];
        private int offset;
        private int length;

        BufferCursor(int first, long to) {
            this.at = first - 1;
            this.to = to;
        }

        @Override
        public boolean next() {
            at++;
            return at < size && Long.compareUnsigned(signatures[at], to) <= 0;
        }

        @Override
        public void load() {
            long place = places[at];
            if (place < 0) {
                array = longRows.get((int) ~place);
                offset = 0;
                length = array.length;
            } else {
                array = pieces.get((int) (place >>> Integer.SIZE));
                length = ByteBuffer.wrap(array).getInt((int) place);
                offset = (int) place + LENGTH_BYTES;
            }
        }

        @Override
        public long rowSignature() {
            return signatures[at];
        }

        @Override
        public byte[] array() {
            return array;
        }

        @Override
        public int offset() {
            return offset;
        }

        @Override
        public int length() {
            return length;
        }
    }
}
