package io.afterimage.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library so that a killed process leaves nothing behind. The driver alone unpacks it into the
 * directory for temporary files and deletes it at an orderly exit only. Thread-safe.
 */
final class NativeLibrary {

    /** Where the driver unpacks; users may have chosen a directory from which libraries may be loaded. */
    private static final String UNPACK_INTO = "org.sqlite.tmpdir";

    private static boolean loaded;

    private NativeLibrary() {}

    static synchronized void load() throws SQLException {
        if (loaded) {
            return;
        }
        try {
            Path directory = freshDirectory();
            try {
                loadFrom(directory);
            } finally {
                forget(directory);
            }
        } catch (Exception e) { // the driver declares no less
            throw new SQLException("SQLite's native library cannot be loaded. Found: " + e + ".", e);
        }
        loaded = true;
    }

    private static Path freshDirectory() throws IOException {
        String parent = System.getProperty(UNPACK_INTO, System.getProperty("java.io.tmpdir"));
        Path directory = Files.createTempDirectory(Path.of(parent), "afterimage-sqlite");
        directory.toFile().deleteOnExit(); // before the driver's files, because the last comes first
        return directory;
    }

    private static void loadFrom(Path directory) throws Exception {
        @Nullable String chosen = System.getProperty(UNPACK_INTO);
        System.setProperty(UNPACK_INTO, directory.toString());
        try {
            SQLiteJDBCLoader.initialize(); // does nothing if somebody in this process has used the driver before
        } finally {
            if (chosen == null) {
                System.clearProperty(UNPACK_INTO);
            } else {
                System.setProperty(UNPACK_INTO, chosen);
            }
        }
    }

    /** A file that is loaded lives on without its name; where the system does not let it go, it goes at the exit. */
    private static void forget(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> unpacked = Files.list(directory)) {
            files = unpacked.toList();
        }
        boolean gone = true;
        for (Path file : files) {
            gone &= file.toFile().delete();
        }
        if (gone) {
            Files.delete(directory);
        }
    }
}
