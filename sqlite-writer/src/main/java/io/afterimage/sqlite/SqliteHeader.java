package io.afterimage.sqlite;

import io.afterimage.AfterimageException;
import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import io.afterimage.RefusedException;
import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * The first 100 bytes of the database file, read without SQLite, so that looking at a file that is not ours, or newer
 * than we know, changes nothing and creates nothing beside it (C21). The layout is section 1.3 of SQLite's file format.
 */
final class SqliteHeader {

    /** The bytes {@code AfIm}; SQLite keeps them at offset 68. */
    static final int APPLICATION_ID = 0x4166_496D;

    /** The format that this library writes; SQLite keeps it at offset 60. */
    static final int FORMAT_VERSION = 1;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID =
            ByteBuffer.allocate(4).putInt(APPLICATION_ID).array();
    private static final int PAGE_BYTES_OFFSET = 16;
    private static final int ID_OFFSET = 68;
    private static final int VERSION_OFFSET = 60;
    private static final int BYTES = 100;

    private SqliteHeader() {}

    /**
     * Looks at the file before any connection does.
     *
     * @return true if a store is there, false if the file is absent or empty
     * @throws NewerFormatException if it is a store of a later format
     * @throws RefusedException if it is no store
     * @throws CorruptStoreException if the header is damaged, or if the file is gone and its log is not
     */
    static boolean isStore(SqliteFile file) {
        if (Files.isDirectory(file.database())) {
            throw new RefusedException("The path of the store is a directory. Expected: a file. Found: " + file + ".");
        }
        if (file.databaseBytes() == 0) {
            requireNoLog(file);
            return false;
        }
        ByteBuffer header = read(file);
        if (header.limit() < BYTES) {
            throw notAStore(file, "only " + header.limit() + " bytes");
        }
        int wrong = differences(header, 0, MAGIC) + differences(header, ID_OFFSET, ID);
        if (wrong > 0) {
            throw wrong == 1 ? damaged(file) : notAStore(file, "another kind of file, or another application's");
        }
        requireKnownFormat(file, header.getInt(VERSION_OFFSET));
        return true;
    }

    /** How many bytes a page has. */
    static int pageBytes(DatabaseBytes file) throws IOException {
        int stored = Short.toUnsignedInt(file.readStart(BYTES).getShort(PAGE_BYTES_OFFSET));
        return stored == 1 ? 65_536 : stored;
    }

    /** Refuses what this library cannot read. Also called with what a connection says, for the log may know better. */
    static void requireKnownFormat(SqliteFile file, int found) {
        long version = Integer.toUnsignedLong(found);
        if (version > FORMAT_VERSION) {
            throw new NewerFormatException(file.toString(), version, FORMAT_VERSION);
        }
        if (version < 1) {
            throw CorruptStoreException.ofStore(
                    "The format version is not one that ever was. Store: " + file + ". Expected: 1 to " + FORMAT_VERSION
                            + ". Found: " + version + ".",
                    null);
        }
    }

    private static void requireNoLog(SqliteFile file) {
        if (file.logBytes() > 0) {
            throw CorruptStoreException.ofStore(
                    "The database file is missing or empty, but its write-ahead log is there. Expected: both or none. "
                            + "Missing: " + file + ". Found: " + file.log()
                            + ". Next: restore the database file, or remove the log to start empty.",
                    null);
        }
    }

    private static int differences(ByteBuffer header, int offset, byte[] expected) {
        int differences = 0;
        for (int i = 0; i < expected.length; i++) {
            differences += header.get(offset + i) == expected[i] ? 0 : 1;
        }
        return differences;
    }

    /** One wrong byte of twenty is no coincidence. */
    private static AfterimageException damaged(SqliteFile file) {
        return CorruptStoreException.ofStore(
                "The header is damaged. Store: " + file
                        + ". Expected: the marks of an Afterimage store in SQLite. Found: " + "one byte that differs.",
                null);
    }

    private static AfterimageException notAStore(SqliteFile file, String found) {
        return new RefusedException("The file is not an Afterimage store. File: " + file + ". Found: " + found
                + ". Next: name another file. No file was changed.");
    }

    private static ByteBuffer read(SqliteFile file) {
        try (DatabaseBytes bytes = DatabaseBytes.open(file)) {
            return bytes.readStart(BYTES);
        } catch (IOException e) {
            throw new StoreUnavailableException("The store's file cannot be read. File: " + file + ".", e);
        }
    }
}
