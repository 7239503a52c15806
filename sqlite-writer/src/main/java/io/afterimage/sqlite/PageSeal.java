package io.afterimage.sqlite;

import io.afterimage.CorruptStoreException;
import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Keeps a checksum of every page of the database file beside it, because SQLite's pages have none: a changed key in an
 * index page would hide a row from whoever looks for it, without a word (C20, decision 23).
 *
 * <p>The file changes in checkpoints only, and a checkpoint moves pages from the log. So before each checkpoint the
 * checksums of all pages in the log are written here and synced; until the log starts again, its pages are not held
 * against the file. A crash at any moment therefore leaves checksums that tell the truth of every page that is not in the
 * log, and the log has checksums of its own.
 *
 * <p>Used by the one thread that writes. {@link PageCheck} holds the file against what is written here.
 */
final class PageSeal {

    private final SqliteFile file;
    private final PageChecksums checksums;
    private long salts;
    private long covered;

    private PageSeal(SqliteFile file, PageChecksums checksums) {
        this.file = file;
        this.checksums = checksums;
    }

    /** Takes up the checksums that are there, else takes them from the file as it is. The writer's lock is held. */
    static PageSeal open(SqliteFile file) throws IOException {
        Optional<PageChecksums> known = trusted(file);
        PageSeal seal = new PageSeal(file, known.isPresent() ? known.get() : taken(file));
        if (known.isEmpty()) {
            seal.write();
        }
        return seal;
    }

    /** What is written beside the file; empty if it says nothing. */
    static Optional<PageChecksums> trusted(SqliteFile file) throws IOException {
        return LogMark.logIsGone(file)
                ? Optional.empty()
                : written(file); // gone: somebody else has moved the log since
    }

    /** What is written beside the file, whatever has happened since. */
    static Optional<PageChecksums> written(SqliteFile file) throws IOException {
        return Files.exists(file.pages()) ? PageChecksums.decode(Files.readAllBytes(file.pages())) : Optional.empty();
    }

    private static PageChecksums taken(SqliteFile file) throws IOException {
        try (DatabaseBytes bytes = DatabaseBytes.open(file)) {
            int pageBytes = SqliteHeader.pageBytes(bytes);
            PageChecksums taken = new PageChecksums(pageBytes, Math.toIntExact(bytes.length() / pageBytes));
            new PageReader(bytes, pageBytes).forEach(1, taken.pages(), taken::put);
            return taken;
        }
    }

    /**
     * Writes down what the pages of the log will make of the file. To be called before a checkpoint, with no commit in
     * between.
     *
     * @param frames how many frames the log holds, all committed
     */
    void beforeCheckpoint(long frames) throws IOException {
        if (frames == 0) {
            return;
        }
        try (LogFile log = new LogFile(file.log())) {
            long now = log.salts();
            if (now != salts) {
                salts = now;
                covered = 0;
            }
            if (covered < frames) {
                log.sync(); // or a crash of the machine could leave checksums of pages that never were
                log.read(covered, frames, checksums.pageBytes(), this::take);
                write();
                covered = frames;
            }
        }
    }

    private void take(int page, int pagesInFile, byte[] bytes, int offset) {
        checksums.put(page, bytes, offset);
        if (pagesInFile != 0) {
            checksums.resize(pagesInFile);
        }
    }

    /* In place, so that a full disk does not stop the checkpoint that would make room. A crash in the middle leaves a file
    that says nothing. */
    private void write() throws IOException {
        byte[] encoded = checksums.encode();
        try (RandomAccessFile target = new RandomAccessFile(file.pages().toFile(), "rw")) {
            target.write(encoded);
            target.setLength(encoded.length);
            target.getFD().sync();
        }
    }

    static CorruptStoreException damaged(SqliteFile file, String expected, String found) {
        return CorruptStoreException.ofStore(
                "The database file is damaged: it does not hold what was written to it. File: " + file + ". Expected: "
                        + expected + ". Found: " + found + ". Next: rebuild the store; or, if the file was replaced or"
                        + " changed on purpose, remove " + file.pages().getFileName() + ".",
                null);
    }

    static StoreUnavailableException unreadable(SqliteFile file, IOException cause) {
        return new StoreUnavailableException("A file of the store cannot be read. Store: " + file + ".", cause);
    }
}
