package io.afterimage.spi;

import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Sorted rows in a temporary file. Its name is removed as soon as it is open, so that nothing is left of it however the
 * process ends; where a file system does not allow that, when it is closed. Of each row: signature (8 bytes), checksum
 * over signature and bytes (4), length (4), bytes. Thread-safe.
 *
 * <p>Reads and writes go through {@link RandomAccessFile}, which an interrupt of the caller does not close.
 */
final class RowFile implements SortedRun {

    private static final int HEADER_BYTES = 16;
    private static final int WRITE_BYTES = 256 << 10;
    private static final int LEAST_BUFFER_BYTES = 4 << 10;

    private final Path path;
    private final RandomAccessFile file;
    private final List<Sample> samples = new ArrayList<>();
    private long end;

    /** The row with the signature starts at the offset. */
    private record Sample(long signature, long offset) {}

    /** Takes up what is in a file, which is nothing at first. */
    RowFile(Path path) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.end = file.length();
        removeName();
    }

    private void removeName() {
        try {
            Files.delete(path);
        } catch (IOException e) {
            // an open file keeps its name here; it goes with the close, or with the next open of the store
        }
    }

    /** Writes the rest of a walk into a file of its own in the directory. */
    static RowFile write(Path directory, RowWalk rows) {
        try {
            Files.createDirectories(directory);
            RowFile written = new RowFile(Files.createTempFile(directory, "sorting", ".rows"));
            boolean done = false;
            try {
                written.writeAll(rows);
                done = true;
                return written;
            } finally {
                if (!done) {
                    written.close();
                }
            }
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "Rows could not be put aside for sorting. Directory: " + directory
                            + ". Expected: room for all rows. Next: make room and retry.",
                    e);
        }
    }

    private void writeAll(RowWalk rows) throws IOException {
        byte[] buffer = new byte[WRITE_BYTES];
        int used = 0;
        long nextSample = 0;
        while (rows.next()) {
            long offset = end + used;
            if (offset >= nextSample) {
                samples.add(new Sample(rows.rowSignature(), offset));
                nextSample = offset + SAMPLE_BYTES;
            }
            if (used + HEADER_BYTES + rows.length() > buffer.length) {
                append(buffer, 0, used);
                used = 0;
            }
            ByteBuffer.wrap(buffer, used, HEADER_BYTES)
                    .putLong(rows.rowSignature())
                    .putInt(checksum(rows.rowSignature(), rows.array(), rows.offset(), rows.length()))
                    .putInt(rows.length());
            used += HEADER_BYTES;
            if (used + rows.length() <= buffer.length) {
                System.arraycopy(rows.array(), rows.offset(), buffer, used, rows.length());
                used += rows.length();
            } else {
                append(buffer, 0, used);
                append(rows.array(), rows.offset(), rows.length());
                used = 0;
            }
        }
        append(buffer, 0, used);
    }

    private void append(byte[] bytes, int offset, int length) throws IOException {
        file.write(bytes, offset, length);
        end += length;
    }

    private static int checksum(long signature, byte[] array, int offset, int length) {
        return Checksums.ofRow(0, 0, signature, array, offset, length);
    }

    @Override
    public void samples(LongConsumer to) {
        samples.forEach(sample -> to.accept(sample.signature));
    }

    @Override
    public Cursor cursor(long from, long to, int bufferBytes) {
        return new FileCursor(startFor(from), from, to, Math.max(LEAST_BUFFER_BYTES, bufferBytes));
    }

    /** The offset of a row at or before the first one that is not below the signature. */
    private long startFor(long signature) {
        int low = 0;
        int high = samples.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(samples.get(middle).signature, signature) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : samples.get(low - 1).offset;
    }

    private void read(long offset, byte[] target, int from, int length) {
        try {
            synchronized (file) {
                file.seek(offset);
                file.readFully(target, from, length);
            }
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "Rows that were put aside for sorting cannot be read back. File: " + path + ". Next: retry.", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "A temporary file cannot be removed. File: " + path + ". Next: remove it.", e);
        }
    }

    /** Not thread-safe; one thread at a time. */
    private final class FileCursor implements Cursor {

        private final long from;
        private final long to;
        private final byte[] buffer;
        private final ByteBuffer view;
        /** Where in the file the buffer starts, and how much of it is filled. */
        private long bufferStart;

        private int filled;
        private long at;
        private long nextAt;
        private long signature;
        private int checksum;
        private int length;
        private byte[] array;
        private int offset;

        FileCursor(long start, long from, long to, int bufferBytes) {
            this.from = from;
            this.to = to;
            this.buffer = new byte[(int) Math.min(bufferBytes, Math.max(HEADER_BYTES, end))];
            this.view = ByteBuffer.wrap(buffer);
            this.array = buffer;
            this.nextAt = start;
            this.bufferStart = start;
        }

        @Override
        public boolean next() {
            do {
                if (nextAt >= end) {
                    return false;
                }
                at = nextAt;
                if (end - at < HEADER_BYTES) {
                    throw damaged();
                }
                int header = buffered(at, HEADER_BYTES);
                signature = view.getLong(header);
                checksum = view.getInt(header + 8);
                length = view.getInt(header + 12);
                nextAt = at + HEADER_BYTES + length;
                if (length < 0 || nextAt > end) {
                    throw damaged();
                }
            } while (Long.compareUnsigned(signature, from) < 0);
            return Long.compareUnsigned(signature, to) <= 0;
        }

        @Override
        public void load() {
            if (HEADER_BYTES + length <= buffer.length) {
                array = buffer;
                offset = buffered(at, HEADER_BYTES + length) + HEADER_BYTES;
            } else {
                array = new byte[length];
                offset = 0;
                read(at + HEADER_BYTES, array, 0, length);
            }
            if (checksum != checksum(signature, array, offset, length)) {
                throw damaged();
            }
        }

        /** Where in the buffer that part of the file stands, read if it is not yet there whole. */
        private int buffered(long start, int needed) {
            if (start < bufferStart || start + needed > bufferStart + filled) {
                filled = (int) Math.min(buffer.length, end - start);
                read(start, buffer, 0, filled);
                bufferStart = start;
            }
            return (int) (start - bufferStart);
        }

        private StoreUnavailableException damaged() {
            return new StoreUnavailableException(
                    "A row that was put aside for sorting is damaged. File: " + path + ". Offset: " + at
                            + ". Next: check the disk, and retry.",
                    null);
        }

        @Override
        public long rowSignature() {
            return signature;
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
