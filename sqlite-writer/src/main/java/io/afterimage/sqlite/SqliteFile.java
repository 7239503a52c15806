package io.afterimage.sqlite;

import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a store lies: the database file and the files that SQLite and the store keep beside it. Immutable.
 *
 * @param database the database file, absolute
 */
record SqliteFile(Path database) {

    static SqliteFile at(Path database) {
        return new SqliteFile(database.toAbsolutePath().normalize());
    }

    /** SQLite's write-ahead log; absent after a clean close. */
    Path log() {
        return beside("-wal");
    }

    /** SQLite's index of the log in shared memory; absent after a clean close. */
    Path logIndex() {
        return beside("-shm");
    }

    /** SQLite's rollback journal; used while a store is created, never later. */
    Path journal() {
        return beside("-journal");
    }

    /** How much of the log was committed, see {@link LogMark}; absent after a clean close. */
    Path mark() {
        return beside("-mark");
    }

    /** What the pages of the file should hold, see {@link PageSeal}; says nothing if it is missing. */
    Path pages() {
        return beside("-pages");
    }

    /** The writer's lock. */
    Path lock() {
        return beside("-lock");
    }

    /** The directory of rows that are being sorted; what is in it means nothing to the next open. */
    Path aside() {
        return beside("-aside");
    }

    /** Where a new store is built before it gets its name. */
    SqliteFile creating() {
        return new SqliteFile(beside("-creating"));
    }

    /** The address that the driver opens. A URI, so that no character of the path has a meaning. */
    String url() {
        return "jdbc:sqlite:" + database.toUri();
    }

    long databaseBytes() {
        return bytes(database);
    }

    long logBytes() {
        return bytes(log());
    }

    private static long bytes(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "The size of a file of the store cannot be read. File: " + file + ".", e);
        }
    }

    private Path beside(String suffix) {
        return database.resolveSibling(database.getFileName() + suffix);
    }

    @Override
    public String toString() {
        return database.toString();
    }
}
