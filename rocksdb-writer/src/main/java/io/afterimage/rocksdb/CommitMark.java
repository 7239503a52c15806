package io.afterimage.rocksdb;

import io.afterimage.spi.BootId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, beside the database, how far it was committed. A log that was cut between two records, or that is gone, looks
 * like that of an earlier kill, and acknowledged commits would be lost without a word; the mark tells (C20, decision 10).
 *
 * <p>It is written after each commit and never synced, so it may lag behind but never says too much: under
 * {@code POWER_LOSS} the log was synced before; otherwise it counts only until the machine restarts. A mark that is
 * missing, damaged, or of an earlier run of the machine says nothing. Not thread-safe; one thread at a time.
 *
 * <p>It is written through a mapping, because a call of the system costs as much as a commit that is not synced. The file
 * has its bytes before it is mapped, so that a full disk does not stand in the way later.
 *
 * <pre>
 * 0  RocksDB's sequence number   8 bytes, 0 = says nothing
 * 8  boot                        8 bytes, 0 = counts on every boot
 * 16 CRC-32C of these            4 bytes
 * </pre>
 */
final class CommitMark {

    /** The file's name. */
    static final String FILE = "MARK";

    private static final Logger LOGGER = System.getLogger(CommitMark.class.getName());
    private static final int BYTES = 20;
    private static final int BODY_BYTES = 16;
    private static final long NOTHING = 0;
    private static final long EVERY_BOOT = 0;

    private final Path path;
    private final ByteBuffer mark = ByteBuffer.allocate(BYTES);
    private final CRC32C crc = new CRC32C();
    private @Nullable ByteBuffer file; // mapped from the first commit on; nothing to close, the collector unmaps it
    private boolean failed;

    /** Under {@code synced} commits, the log is on the disk before it is marked. */
    CommitMark(Path directory, boolean synced) {
        this.path = directory.resolve(FILE);
        mark.putLong(8, synced ? EVERY_BOOT : BootId.ofThisRun());
    }

    /** The sequence number that a database must have reached, 0 if nothing is known. */
    static long read(Path directory) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(directory.resolve(FILE));
        } catch (NoSuchFileException e) {
            return NOTHING;
        }
        ByteBuffer mark = ByteBuffer.wrap(bytes);
        if (bytes.length != BYTES || mark.getInt(BODY_BYTES) != checksum(new CRC32C(), bytes)) {
            return NOTHING;
        }
        long boot = mark.getLong(8);
        return boot == EVERY_BOOT || boot == BootId.ofThisRun() ? mark.getLong(0) : NOTHING;
    }

    /** Makes the mark of a cleanly closed store say nothing. */
    static void forget(Path directory) throws IOException {
        Path path = directory.resolve(FILE);
        if (Files.exists(path)) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.write(new byte[BYTES]);
            }
        }
    }

    /** Notes a commit. A mark that cannot be written lags behind, which fails no commit. */
    void committed(long sequence) {
        mark.putLong(0, sequence).putInt(BODY_BYTES, checksum(crc, mark.array()));
        try {
            ByteBuffer target = file;
            if (target == null) {
                target = map();
                file = target;
            }
            target.putLong(0, sequence).putInt(BODY_BYTES, mark.getInt(BODY_BYTES));
            failed = false;
        } catch (IOException | InternalError e) { // an InternalError is what a mapping gives where a write is refused
            if (!failed) {
                LOGGER.log(Level.WARNING, "The mark of the newest commit cannot be written. File: " + path + ".", e);
            }
            failed = true;
        }
    }

    private ByteBuffer map() throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(path.toFile(), "rw")) {
            opened.setLength(BYTES);
            opened.write(mark.array());
            return opened.getChannel().map(MapMode.READ_WRITE, 0, BYTES);
        }
    }

    private static int checksum(CRC32C crc, byte[] mark) {
        crc.reset();
        crc.update(mark, 0, BODY_BYTES);
        return (int) crc.getValue();
    }
}
