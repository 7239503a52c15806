package io.afterimage.rocksdb;

import io.afterimage.CorruptStoreException;
import io.afterimage.Durability;
import io.afterimage.RefusedException;
import io.afterimage.spi.StoreLock;
import io.afterimage.spi.StoreSettings;
import io.afterimage.spi.StoreSettings.Access;
import io.afterimage.spi.Uninterrupted;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * The directory of a store: who may open it, and in which order its files are touched.
 *
 * <pre>
 * AFTERIMAGE   the format, read before anything else
 * LOCK         the one-writer lock
 * SEAL         what a clean close left behind; absent while a writer is open and after a crash
 * MARK         how far it was committed; counts only without a seal
 * db/          RocksDB's own files
 * aside/       rows that are being sorted, tables that will be moved into db/; leftovers are removed by the next writer
 * </pre>
 *
 * <p>Not thread-safe; one thread at a time.
 */
final class StoreDirectory implements AutoCloseable {

    private static final Logger LOGGER = System.getLogger(StoreDirectory.class.getName());
    private static final String LOCK = "LOCK";
    private static final String SEAL = "SEAL";
    private static final String FILES = "db";
    private static final String ASIDE = "aside";
    private static final Set<String> LEFT_BY_A_KILLED_CREATION =
            Set.of(LOCK, FILES, Marker.FILE + DurableFiles.UNFINISHED);
    private static final int READER_ATTEMPTS = 5;

    private final Path path;
    private final Access access;
    private final RocksDbErrors errors;
    private final @Nullable StoreLock lock; // none for a reader
    private final boolean fresh;

    private StoreDirectory(Path path, Access access, @Nullable StoreLock lock, boolean fresh) {
        this.path = path;
        this.access = access;
        this.errors = new RocksDbErrors(path);
        this.lock = lock;
        this.fresh = fresh;
    }

    /** Checks the format, creates the directory where that is allowed, and takes the lock where one is needed. */
    static StoreDirectory open(Path path, StoreSettings settings) {
        if (settings.durability() == Durability.NOTHING) {
            throw new RefusedException("A store on disk keeps what it is told. Store: " + path
                    + ". Found durability: NOTHING. Expected: POWER_LOSS or PROCESS_CRASH. Next: use the in-memory"
                    + " store.");
        }
        try {
            boolean present = Marker.check(path);
            if (settings.access() == Access.READ_ONLY) {
                requirePresent(path, present);
                return new StoreDirectory(path, Access.READ_ONLY, null, false);
            }
            if (!present) {
                requireNothingElse(path);
                DurableFiles.createDirectories(path);
            }
            StoreLock lock = StoreLock.acquire(path.resolve(LOCK), path.toString());
            return new StoreDirectory(path, Access.READ_WRITE, lock, !present);
        } catch (IOException e) {
            throw new RocksDbErrors(path).whileUsingFile(path, e);
        }
    }

    private static void requirePresent(Path path, boolean present) {
        if (!present) {
            throw new RefusedException("There is no store to read. Directory: " + path
                    + ". Expected: a directory with a file " + Marker.FILE
                    + ". Next: check the path, or open it for writing to create it.");
        }
    }

    private static void requireNothingElse(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> entries = Files.list(path)) {
            Set<String> foreign = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !LEFT_BY_A_KILLED_CREATION.contains(name))
                    .limit(3)
                    .collect(Collectors.toSet());
            if (!foreign.isEmpty()) {
                throw new RefusedException("The directory is not an Afterimage store. Directory: " + path
                        + ". Expected: a file " + Marker.FILE + ", or nothing at all. Found: " + foreign
                        + ". Next: choose an empty or absent directory.");
            }
        }
    }

    Path path() {
        return path;
    }

    RocksDbErrors errors() {
        return errors;
    }

    private Path files() {
        return path.resolve(FILES);
    }

    /** Where files stand that do not belong to the database, or not yet. */
    Path aside() {
        return path.resolve(ASIDE);
    }

    /** A name for a file that will be moved into the database. */
    Path newFileAside() {
        try {
            Files.createDirectories(aside());
            return Files.createTempFile(aside(), "rows", ".sst");
        } catch (IOException e) {
            throw errors.whileUsingFile(aside(), e);
        }
    }

    /** Removes such a file if it was not moved. */
    void deleteAside(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "A file could not be removed; the next open will. File: " + file + ".", e);
        }
    }

    private void deleteLeftovers() throws IOException {
        if (!Files.exists(aside())) {
            return;
        }
        try (Stream<Path> files = Files.list(aside())) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Opens RocksDB. The marker is written last at creation, so that a marker says: there was a database. */
    OpenRocks openRocks(Tuning tuning) {
        try {
            return access == Access.READ_ONLY ? openReader(tuning) : fresh ? create(tuning) : openWriter(tuning);
        } catch (RocksDBException e) {
            throw fresh ? errors.whileReading(e) : errors.whileOpening(e);
        } catch (IOException e) {
            throw errors.whileUsingFile(path, e);
        }
    }

    private OpenRocks create(Tuning tuning) throws RocksDBException, IOException {
        if (Marker.check(path)) {
            return openWriter(tuning); // another process created it while this one waited for the lock
        }
        OpenRocks rocks = OpenRocks.writer(files(), tuning, OpenRocks.IfMissing.CREATE);
        boolean created = false;
        try {
            DurableFiles.syncDirectory(files());
            Marker.write(path);
            created = true;
            return rocks;
        } finally {
            if (!created) {
                rocks.close();
            }
        }
    }

    private OpenRocks openWriter(Tuning tuning) throws RocksDBException, IOException {
        requireDatabase();
        Seal seal = Seal.read(path.resolve(SEAL));
        if (seal != null) {
            seal.verify(files());
            CommitMark.forget(path);
            DurableFiles.delete(path.resolve(SEAL)); // from here on the files may change
        }
        LogAudit.run(files());
        deleteLeftovers();
        long marked = seal == null ? CommitMark.read(path) : 0;
        return requireReached(marked, OpenRocks.writer(files(), tuning, OpenRocks.IfMissing.FAIL));
    }

    private OpenRocks requireReached(long marked, OpenRocks rocks) throws RocksDBException {
        long reached = rocks.db.getLatestSequenceNumber();
        if (reached < marked) {
            rocks.close();
            throw CorruptStoreException.ofStore(
                    "The log ends too early: commits that were acknowledged are lost. Store: " + path
                            + ". Expected sequence number of RocksDB: " + marked + " or more. Found: " + reached
                            + ". Next: remove the file " + CommitMark.FILE
                            + " to go on with the state before the damage, or rebuild the store.",
                    null);
        }
        return rocks;
    }

    /** A living writer may remove the seal, or a file that was just listed, at any time: look again before complaining. */
    private OpenRocks openReader(Tuning tuning) throws RocksDBException, IOException {
        for (int attempt = 1; ; attempt++) {
            Seal seal = Seal.read(path.resolve(SEAL));
            long marked = seal == null ? CommitMark.read(path) : 0;
            try {
                requireDatabase();
                if (seal != null) {
                    seal.verify(files());
                }
                LogAudit.run(files());
                return requireReached(marked, OpenRocks.reader(files(), tuning));
            } catch (CorruptStoreException | NoSuchFileException | RocksDBException e) {
                boolean closed = seal != null && seal.equals(Seal.read(path.resolve(SEAL)));
                if (closed || attempt == READER_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void requireDatabase() {
        if (!Files.exists(files().resolve("CURRENT"))) {
            throw CorruptStoreException.ofStore(
                    "Store: " + path + ". Expected: a file " + FILES + "/CURRENT. Found: none.", null);
        }
    }

    /** Writes down what a cleanly closed store consists of, in an interrupted thread too. */
    void seal() {
        try {
            Uninterrupted.run(() -> Seal.of(files()).write(path.resolve(SEAL)));
        } catch (IOException e) {
            throw errors.whileUsingFile(path.resolve(SEAL), e);
        }
    }

    /** How many bytes the files with this ending have together. */
    long bytesOf(String ending) {
        long bytes = 0;
        File[] found = files().toFile().listFiles((in, name) -> name.endsWith(ending));
        for (File file : found == null ? new File[0] : found) {
            bytes += file.length(); // 0 for one that RocksDB has just deleted
        }
        return bytes;
    }

    /** Whether the file system has room for so many bytes. */
    boolean hasRoom(long bytes) {
        try {
            return Files.getFileStore(files()).getUsableSpace() >= bytes;
        } catch (IOException e) {
            throw errors.whileUsingFile(files(), e);
        }
    }

    @Override
    public void close() {
        if (lock != null) {
            lock.close();
        }
    }
}
