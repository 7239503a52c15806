package io.afterimage.rocksdb;

import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * Loads RocksDB's native library so that a killed process leaves nothing behind. RocksJava alone unpacks 17 MB into the
 * directory for temporary files and deletes them at an orderly exit only. Thread-safe.
 */
final class NativeLibrary {

    /** Set by those who want RocksJava to unpack into a directory of their choice. */
    private static final String CHOSEN_DIRECTORY = "ROCKSDB_SHAREDLIB_DIR";

    private static boolean loaded;

    private NativeLibrary() {}

    static synchronized void load() {
        if (loaded) {
            return;
        }
        String name = Environment.getJniLibraryFileName("rocksdb");
        try (InputStream library = RocksDB.class.getResourceAsStream("/" + name)) {
            if (library == null || System.getenv(CHOSEN_DIRECTORY) != null) {
                RocksDB.loadLibrary();
            } else {
                loadAndForget(library);
            }
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "RocksDB's native library cannot be unpacked. Library: " + name + ". Directory: "
                            + System.getProperty("java.io.tmpdir") + ". Found: " + e
                            + ". Next: make room there, or choose another directory for temporary files.",
                    e);
        }
        loaded = true;
    }

    /** A file that is loaded lives on without its name; a system that does not let it go deletes it at the exit. */
    private static void loadAndForget(InputStream library) throws IOException {
        Path directory = Files.createTempDirectory("afterimage-rocksdb");
        Path file =
                directory.resolve(Environment.getJniLibraryFileName("rocksdbjni")); // the name loadLibrary looks for
        try {
            Files.copy(library, file);
            RocksDB.loadLibrary(List.of(directory.toString()));
        } finally {
            boolean gone = file.toFile().delete() && directory.toFile().delete();
            if (!gone) {
                directory.toFile().deleteOnExit();
                file.toFile().deleteOnExit();
            }
        }
    }
}
