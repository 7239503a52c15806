package io.afterimage.sqlite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * SQLite's write-ahead log, read without SQLite: a header, then frames of one page each, every frame under a checksum that
 * goes on from the one before (section 4 of SQLite's file format). Not thread-safe; one thread at a time.
 */
final class LogFile implements AutoCloseable {

    /** The answer of a log without a sound header. */
    static final long NO_HEADER = -1;

    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int MAGIC_LITTLE = 0x377F_0682;
    private static final int MAGIC_BIG = 0x377F_0683;

    private final RandomAccessFile log;
    private int sum0;
    private int sum1;

    LogFile(Path file) throws IOException {
        log = new RandomAccessFile(file.toFile(), "r");
    }

    /** The number that SQLite draws anew whenever it starts the log from its beginning; 0 if there is no header. */
    long salts() throws IOException {
        ByteBuffer salts = ByteBuffer.allocate(8);
        return readFully(salts, 16) ? salts.getLong(0) : 0;
    }

    /**
     * How many frames a recovery would keep: those before the first that is damaged or of an earlier life.
     *
     * @return the number, {@link #NO_HEADER} if the header itself is damaged
     */
    long soundFrames() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        int magic = readFully(header, 0) ? header.getInt(0) : 0;
        if (magic != MAGIC_LITTLE && magic != MAGIC_BIG) {
            return NO_HEADER;
        }
        ByteOrder order = magic == MAGIC_LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        sum0 = 0;
        sum1 = 0;
        add(header.order(order), 0, 24);
        header.order(ByteOrder.BIG_ENDIAN);
        if (sum0 != header.getInt(24) || sum1 != header.getInt(28)) {
            return NO_HEADER;
        }
        return soundFrames(header.getInt(8), header.getLong(16), order);
    }

    private long soundFrames(int pageBytes, long salts, ByteOrder order) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER_BYTES + pageBytes);
        long frames = 0;
        for (long at = HEADER_BYTES; readFully(frame, at) && isSound(frame, salts, order); at += frame.capacity()) {
            frames++;
        }
        return frames;
    }

    private boolean isSound(ByteBuffer frame, long salts, ByteOrder order) {
        add(frame.order(order), 0, 8);
        add(frame, FRAME_HEADER_BYTES, frame.capacity());
        frame.order(ByteOrder.BIG_ENDIAN);
        return frame.getLong(8) == salts && frame.getInt(16) == sum0 && frame.getInt(20) == sum1;
    }

    /** SQLite's checksum over pairs of 32-bit words. */
    private void add(ByteBuffer bytes, int from, int to) {
        for (int at = from; at < to; at += 8) {
            sum0 += bytes.getInt(at) + sum1;
            sum1 += bytes.getInt(at + 4) + sum0;
        }
    }

    private boolean readFully(ByteBuffer into, long position) throws IOException {
        if (log.length() < position + into.capacity()) {
            return false;
        }
        log.seek(position);
        byte[] bytes = new byte[into.capacity()];
        log.readFully(bytes);
        into.clear().put(bytes);
        return true;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
