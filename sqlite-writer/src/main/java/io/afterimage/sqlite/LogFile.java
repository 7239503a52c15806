package io.afterimage.sqlite;

import java.io.EOFException;
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
    private static final int LEAST_PAGE_BYTES = 512;
    private static final int MOST_PAGE_BYTES = 65_536;

    /** Enough to make calls of the system cheap, little enough to stay in the processor's cache. */
    private static final int READ_AT_ONCE_BYTES = 128 << 10;

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
        byte[] salts = new byte[8];
        return readFully(salts, salts.length, 16) ? ByteBuffer.wrap(salts).getLong() : 0;
    }

    /** How many frames a recovery would keep, see {@link #soundFrames(FrameSink)}. */
    long soundFrames() throws IOException {
        return soundFrames((page, pagesInFile, bytes, offset) -> {});
    }

    /**
     * How many frames a recovery would keep: those before the first that is damaged or of an earlier life.
     *
     * @param sink told of each of them, in order
     * @return the number, {@link #NO_HEADER} if the header itself is damaged
     */
    long soundFrames(FrameSink sink) throws IOException {
        byte[] bytes = new byte[HEADER_BYTES];
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int magic = readFully(bytes, bytes.length, 0) ? header.getInt(0) : 0;
        if (magic != MAGIC_LITTLE && magic != MAGIC_BIG) {
            return NO_HEADER;
        }
        ByteOrder order = magic == MAGIC_LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        sum0 = 0;
        sum1 = 0;
        add(header.order(order), 0, 24);
        header.order(ByteOrder.BIG_ENDIAN);
        if (sum0 != header.getInt(24) || sum1 != header.getInt(28) || !isPageSize(header.getInt(8))) {
            return NO_HEADER;
        }
        return soundFrames(header.getInt(8), header.getLong(16), order, sink);
    }

    /** A recovery takes a log with pages of any other size for none (walIndexRecover in SQLite's wal.c). */
    private static boolean isPageSize(int bytes) {
        return bytes >= LEAST_PAGE_BYTES && bytes <= MOST_PAGE_BYTES && Integer.bitCount(bytes) == 1;
    }

    private long soundFrames(int pageBytes, long salts, ByteOrder order, FrameSink sink) throws IOException {
        byte[] bytes = new byte[FRAME_HEADER_BYTES + pageBytes];
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        long frames = 0;
        for (long at = HEADER_BYTES;
                readFully(bytes, bytes.length, at) && isSound(frame, salts, order);
                at += bytes.length) {
            frames++;
            sink.frame(frame.getInt(0), frame.getInt(4), bytes, FRAME_HEADER_BYTES);
        }
        return frames;
    }

    /** Reads frames that are known to be sound, because this process wrote them: from the first, counted from 0, on. */
    void read(long firstFrame, long endFrame, int pageBytes, FrameSink sink) throws IOException {
        int frameBytes = FRAME_HEADER_BYTES + pageBytes;
        int framesAtOnce = Math.max(1, READ_AT_ONCE_BYTES / frameBytes);
        ByteBuffer frames = ByteBuffer.wrap(new byte[framesAtOnce * frameBytes]);
        for (long first = firstFrame; first < endFrame; first += framesAtOnce) {
            int length = (int) Math.min(framesAtOnce, endFrame - first) * frameBytes;
            if (!readFully(frames.array(), length, HEADER_BYTES + first * frameBytes)) {
                throw new EOFException("The log ends before its frame " + endFrame + ".");
            }
            for (int at = 0; at < length; at += frameBytes) {
                sink.frame(frames.getInt(at), frames.getInt(at + 4), frames.array(), at + FRAME_HEADER_BYTES);
            }
        }
    }

    /** Makes sure that the log is on the disk. */
    void sync() throws IOException {
        log.getFD().sync();
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

    /** False if the log ends before; somebody may cut it off at any moment. No channel: an interrupt would close it. */
    private boolean readFully(byte[] into, int length, long position) throws IOException {
        log.seek(position);
        int read = 0;
        int more;
        while (read < length && (more = log.read(into, read, length - read)) > 0) {
            read += more;
        }
        return read == length;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    /** Is told of frames. */
    @FunctionalInterface
    interface FrameSink {

        /**
         * One frame.
         *
         * @param page the page it holds, from 1
         * @param pagesInFile how many pages the database has after it; 0 if it does not end a transaction
         * @param bytes holds the page's bytes; only lent
         * @param offset where they begin
         */
        void frame(int page, int pagesInFile, byte[] bytes, int offset);
    }
}
