package io.afterimage.reactions;

import io.afterimage.RefusedException;
import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Records dead letters in a file, one JSON object per line, synced before {@link #record} returns. The layout is in
 * {@code docs/formats/dead-letters.md}. Thread-safe; one instance per file at a time.
 *
 * <p>The file is bounded: a record beyond the limit is refused, and the reaction stops instead of forgetting an emission.
 * Read the file, move it away, start again. A line that a crash left half-written is cut off when the file is opened; its
 * emission was not passed and comes again.
 */
public final class FileDeadLetters implements DeadLetters, AutoCloseable {

    /** The limit unless told: 64 MiB. */
    public static final long DEFAULT_MAX_BYTES = 64L << 20;

    private static final int READ_BYTES = 8_192;

    private final Path file;
    private final long maxBytes;
    private final FileChannel channel;

    private FileDeadLetters(Path file, long maxBytes, FileChannel channel) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.channel = channel;
    }

    /**
     * Opens a file of dead letters with the default limit.
     *
     * @param file the file; created if it is missing
     * @return the dead letters, to be closed by the caller
     * @throws StoreUnavailableException if it cannot be opened
     */
    public static FileDeadLetters in(Path file) {
        return in(file, DEFAULT_MAX_BYTES);
    }

    /**
     * Opens a file of dead letters.
     *
     * @param file the file; created if it is missing
     * @param maxBytes how long it may become
     * @return the dead letters, to be closed by the caller
     * @throws StoreUnavailableException if it cannot be opened
     */
    public static FileDeadLetters in(Path file, long maxBytes) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                channel.truncate(endOfLastLine(channel));
                channel.force(true);
                Path directory = file.toAbsolutePath().getParent();
                DurableFile.syncDirectory(directory == null ? file : directory);
                return new FileDeadLetters(file, maxBytes, channel);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreUnavailableException("The dead letters cannot be opened. File: " + file + ".", e);
        }
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(READ_BYTES);
        for (long end = channel.size(); end > 0; end -= READ_BYTES) {
            long start = Math.max(0, end - READ_BYTES);
            block.clear().limit((int) (end - start));
            while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {}
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return start + i + 1;
                }
            }
        }
        return 0;
    }

    /**
     * Records an emission.
     *
     * @throws RefusedException if the file would become too long; nothing is written
     * @throws StoreUnavailableException if it could not be written; the file ends with the line before
     */
    @Override
    public synchronized void record(DeadLetter letter) {
        byte[] line = DeadLetterJson.line(letter);
        try {
            long end = channel.size();
            if (end + line.length > maxBytes) {
                throw new RefusedException("The file of dead letters is full. File: " + file + ". Expected: up to "
                        + maxBytes + " bytes. Found: " + end + ", and " + line.length
                        + " to add. Next: read it, move it away, start again.");
            }
            append(line, end);
        } catch (IOException e) {
            throw new StoreUnavailableException("A dead letter cannot be written. File: " + file + ".", e);
        }
    }

    private void append(byte[] line, long end) throws IOException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes, end + bytes.position());
            }
            channel.force(true);
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
    }

    /** Closes the file. Idempotent. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreUnavailableException("The dead letters cannot be closed. File: " + file + ".", e);
        }
    }
}
