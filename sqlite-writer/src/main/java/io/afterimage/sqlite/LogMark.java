package io.afterimage.sqlite;

import io.afterimage.CorruptStoreException;
import io.afterimage.StoreUnavailableException;
import io.afterimage.spi.BootId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, beside the log, how much of it was committed. SQLite's recovery takes the first damaged frame for the end of
 * the log, and acknowledged commits behind it would be gone without a word (C20). The mark is what notices: a log that
 * holds fewer sound frames than were committed to it is damaged.
 *
 * <p>The mark is written after each commit and never synced, so it may lag behind but never says too much: under
 * {@code POWER_LOSS} the frames were synced before it was written; otherwise it counts only until the machine restarts,
 * which the machine's boot id tells. A mark that is missing, damaged, or of an earlier life of the log says nothing. A log
 * that is not needed any more is marked so; a clean close removes the mark. Not thread-safe; one thread at a time.
 *
 * <pre>
 * 0  salts of the log   8 bytes
 * 8  committed frames   8 bytes
 * 16 boot               8 bytes, 0 = counts on every boot
 * 24 CRC-32C of these   4 bytes
 * </pre>
 */
final class LogMark implements AutoCloseable {

    private static final int BYTES = 28;
    private static final long EVERY_BOOT = 0;

    private final SqliteFile file;
    private final long boot;
    private @Nullable RandomAccessFile target;
    private @Nullable LogFile log;
    private long salts;
    private long lastFrames;
    private boolean mayStartAgain;

    /** Under {@code synced} commits, frames are on the disk before they are marked. */
    LogMark(SqliteFile file, boolean synced) {
        this.file = file;
        this.boot = synced ? EVERY_BOOT : BootId.ofThisRun();
    }

    /** Notes how many frames the log holds, all of them committed. */
    void committed(long frames) throws IOException {
        if (frames == 0) {
            return; // the commit changed nothing, and there may be no log whose salts could be read
        }
        if (log == null || target == null) {
            close();
            log = new LogFile(file.log());
            target = new RandomAccessFile(file.mark().toFile(), "rw");
            mayStartAgain = true;
        }
        if (mayStartAgain || frames <= lastFrames) {
            salts = log.salts();
            mayStartAgain = false;
        }
        lastFrames = frames;
        write(target, frames);
    }

    private void write(RandomAccessFile to, long frames) throws IOException {
        ByteBuffer mark = ByteBuffer.wrap(new byte[BYTES]);
        mark.putLong(salts).putLong(frames).putLong(boot);
        mark.putInt(checksum(mark.array()));
        to.seek(0);
        to.write(mark.array());
    }

    /** Says that a checkpoint has moved some of the log, so that the next commit may start it again. */
    void logWasMoved() {
        mayStartAgain = true;
    }

    /** Notes that the database file holds everything without the log, which may now go away. */
    void logIsNotNeeded() throws IOException {
        mayStartAgain = true;
        if (target == null) {
            Files.deleteIfExists(file.mark()); // of an earlier life, whose log has been recovered
        } else {
            write(target, 0);
        }
    }

    /** Holds a log that was left behind against its mark before the first connection is opened. */
    static void requireWhole(SqliteFile file) {
        try {
            Optional<ByteBuffer> mark = read(file.mark());
            if (mark.isEmpty()) {
                return;
            }
            if (file.logBytes() == 0) {
                requireMoved(file);
                return;
            }
            long salts = mark.get().getLong(0);
            long committed = mark.get().getLong(8);
            try (LogFile log = new LogFile(file.log())) {
                long sound = log.soundFrames();
                if (committed > 0 && sound < committed && (sound == LogFile.NO_HEADER || log.salts() == salts)) {
                    throw damaged(file, committed, sound);
                }
            }
        } catch (IOException e) {
            throw new StoreUnavailableException("The log of the store cannot be read. File: " + file.log() + ".", e);
        }
    }

    /*
     * Whoever moves a log changes the file, and a close says so before it lets the log go; so a log that is gone beside a
     * file of which no page has changed was not moved. The mark is read after the log was seen to be gone, and the log is
     * looked for again, because a writer may close, open and commit meanwhile.
     */
    private static void requireMoved(SqliteFile file) throws IOException {
        long committed = read(file.mark()).map(mark -> mark.getLong(8)).orElse(0L);
        if (committed > 0 && PageCheck.isAsSealed(file) && file.logBytes() == 0) {
            throw damaged(file, committed, 0);
        }
    }

    /** Whether the log that was marked is no longer there: a close was cut off, or another tool has moved the log. */
    static boolean logIsGone(SqliteFile file) throws IOException {
        Optional<ByteBuffer> mark = sound(file.mark());
        if (mark.isEmpty()) {
            return false;
        }
        if (file.logBytes() == 0) {
            return true;
        }
        try (LogFile log = new LogFile(file.log())) {
            return log.salts() != mark.get().getLong(0);
        }
    }

    private static Optional<ByteBuffer> read(Path file) throws IOException {
        return sound(file).filter(mark -> mark.getLong(16) == EVERY_BOOT || mark.getLong(16) == BootId.ofThisRun());
    }

    private static Optional<ByteBuffer> sound(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer mark = ByteBuffer.wrap(bytes);
        return bytes.length == BYTES && mark.getInt(24) == checksum(bytes) ? Optional.of(mark) : Optional.empty();
    }

    private static CorruptStoreException damaged(SqliteFile file, long committed, long sound) {
        return CorruptStoreException.ofStore(
                "The write-ahead log is damaged: commits that were acknowledged are lost. Log: " + file.log()
                        + ". Expected: " + committed + " sound frames. Found: " + sound
                        + ". Next: remove the file " + file.mark().getFileName()
                        + " to go on with the state before the damage, or rebuild the store.",
                null);
    }

    /** Forgets the mark once the log is gone (the connections are closed). */
    void remove() throws IOException {
        close();
        if (file.logBytes() == 0) {
            Files.deleteIfExists(file.mark());
        }
    }

    private static int checksum(byte[] mark) {
        CRC32C crc = new CRC32C();
        crc.update(mark, 0, 24);
        return (int) crc.getValue();
    }

    /** Lets go of the log and the mark. Idempotent. */
    @Override
    public void close() throws IOException {
        if (log != null) {
            log.close();
            log = null;
        }
        if (target != null) {
            target.close();
            target = null;
        }
    }
}
