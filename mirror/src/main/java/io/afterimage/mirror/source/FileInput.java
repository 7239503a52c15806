package io.afterimage.mirror.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file, plain or gzip, from an offset on. Reads do not answer to interrupts, as those of a channel do by closing it. Not
 * thread-safe; one thread at a time.
 */
final class FileInput extends InputStream {

    private static final int BUFFER_BYTES = 1 << 16;

    private final RandomAccessFile file;

    private FileInput(RandomAccessFile file) {
        this.file = file;
    }

    /** A file's bytes behind a trace. */
    record Opened(InputStream input, ByteTrace trace) {}

    /**
     * Opens a file behind its first bytes.
     *
     * @param offset how many bytes, decompressed
     * @throws EOFException if the file has fewer
     */
    static Opened open(Path path, long offset) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        boolean opened = false;
        try {
            FileInput plain = new FileInput(file);
            Opened here = isGzip(file) ? openGzip(plain, offset) : plain.openPlain(offset);
            opened = true;
            return here;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    private static boolean isGzip(RandomAccessFile file) throws IOException {
        boolean gzip = file.read() == 0x1f && file.read() == 0x8b;
        file.seek(0);
        return gzip;
    }

    private Opened openPlain(long offset) throws IOException {
        int edge = (int) Math.min(offset, ByteTrace.EDGE_BYTES);
        byte[] head = new byte[edge];
        byte[] tail = new byte[edge];
        file.readFully(head);
        file.seek(offset - edge);
        file.readFully(tail);
        return new Opened(this, ByteTrace.at(offset, head, tail));
    }

    private static Opened openGzip(FileInput plain, long offset) throws IOException {
        InputStream input = new GZIPInputStream(new BufferedInputStream(plain, BUFFER_BYTES), BUFFER_BYTES);
        ByteTrace trace = new ByteTrace();
        byte[] buffer = new byte[BUFFER_BYTES];
        while (trace.offset() < offset) {
            int read = input.read(buffer, 0, (int) Math.min(buffer.length, offset - trace.offset()));
            if (read < 0) {
                throw new EOFException();
            }
            trace.pass(buffer, 0, read);
        }
        return new Opened(input, trace);
    }

    @Override
    public int read() throws IOException {
        return file.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        return file.read(bytes, from, length);
    }

    @Override
    public int available() throws IOException {
        return file.getFilePointer() < file.length()
                ? 1
                : 0; // a further gzip member is looked for only if there is more
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
