package io.afterimage.spi;

import io.afterimage.Row;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Some rows in a row, in one reused heap buffer: what lets a cursor pay for leases and native calls once per chunk and
 * allocate nothing per row. Not thread-safe; one thread at a time.
 */
public final class RowChunk {

    private static final int MAX_ROWS = 512;
    private static final int MAX_BYTES = 256 << 10;

    private final long[] signatures = new long[MAX_ROWS];
    private final int[] starts = new int[MAX_ROWS];
    private final int[] ends = new int[MAX_ROWS];
    private byte[] bytes = new byte[16 << 10];
    private ByteBuffer view = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    private int size;

    /** Creates an empty chunk. */
    public RowChunk() {}

    /** Forgets the rows. */
    public void clear() {
        size = 0;
        if (bytes.length > 4 * MAX_BYTES) {
            moveTo(new byte[MAX_BYTES]); // do not keep the room that one huge row needed
        }
    }

    /**
     * Whether another row may be added: fewer than 512 rows and less than 256 KiB. A row of any length fits then.
     *
     * @return true if there is room
     */
    public boolean hasRoom() {
        return size < MAX_ROWS && roomStart() < MAX_BYTES;
    }

    /**
     * Adds a row.
     *
     * @param rowSignature its signature
     * @param source where its bytes are
     * @param offset where they start
     * @param length how many they are
     */
    public void add(long rowSignature, byte[] source, int offset, int length) {
        int start = reserve(rowSignature, length);
        System.arraycopy(source, offset, bytes, start, length);
    }

    /**
     * Adds a row.
     *
     * @param rowSignature its signature
     * @param source its bytes, from position to limit; the position moves to the limit
     */
    public void add(long rowSignature, ByteBuffer source) {
        int length = source.remaining();
        int start = reserve(rowSignature, length);
        source.get(bytes, start, length);
    }

    private int reserve(long rowSignature, int length) {
        room(length);
        int start = roomStart();
        addInRoom(rowSignature, start, length);
        return start;
    }

    /**
     * Where an engine may lay the next row out by itself, to be added by {@link #addInRoom}.
     *
     * @param length how many bytes it needs from {@link #roomStart} on
     * @return an array with that many bytes after {@link #roomStart}; replaced by the next call of this method or of
     *     {@code add}
     */
    public byte[] room(int length) {
        int end = Math.addExact(roomStart(), length);
        if (end > bytes.length) {
            moveTo(Arrays.copyOf(bytes, Math.max(end, (int) Math.min(2L * bytes.length, 1 << 30))));
        }
        return bytes;
    }

    /**
     * Where the free room begins in the array of {@link #room}.
     *
     * @return the first free place
     */
    public int roomStart() {
        return size == 0 ? 0 : ends[size - 1];
    }

    /**
     * Adds a row whose bytes lie in the room already.
     *
     * @param rowSignature its signature
     * @param start where its bytes start; {@link #roomStart} or later, what lies between is lost
     * @param length how many they are
     */
    public void addInRoom(long rowSignature, int start, int length) {
        Objects.checkFromIndexSize(start, length, bytes.length);
        signatures[size] = rowSignature;
        starts[size] = start;
        ends[size++] = start + length;
    }

    /**
     * How many rows there are.
     *
     * @return 0 to 512
     */
    public int size() {
        return size;
    }

    /**
     * A copy of one row; a cursor does without.
     *
     * @param index which one (0 to {@link #size} - 1)
     * @return the row
     */
    public Row row(int index) {
        ByteBuffer from = view(index);
        byte[] data = new byte[from.remaining()];
        from.get(data);
        return new Row(signature(index), data);
    }

    long signature(int index) {
        return signatures[index];
    }

    /** The one read-only view, moved to the row. */
    ByteBuffer view(int index) {
        return view.limit(ends[index]).position(starts[index]);
    }

    private void moveTo(byte[] room) {
        bytes = room;
        view = ByteBuffer.wrap(room).asReadOnlyBuffer();
    }
}
