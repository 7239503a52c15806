package io.afterimage.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Creates a store so that no crash leaves half of one: the file is built whole under another name, then renamed. What a
 * crash before the rename leaves behind is removed by the next creation.
 */
final class SqliteCreation {

    private SqliteCreation() {}

    /** Creates the store (its lock is held; the file is absent or empty). */
    static void create(SqliteFile file) throws SQLException, IOException {
        SqliteFile creating = file.creating();
        removeLeftovers(creating);
        build(creating);
        Files.move(creating.database(), file.database(), StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(file);
    }

    private static void build(SqliteFile creating) throws SQLException {
        try (Connection connection = SqliteConnections.openCreator(creating)) {
            SqliteSchema.create(connection);
            try (Statement sql = connection.createStatement()) {
                sql.execute("PRAGMA journal_mode = WAL");
            }
        }
    }

    private static void removeLeftovers(SqliteFile creating) throws IOException {
        for (Path leftover : List.of(creating.journal(), creating.log(), creating.logIndex(), creating.database())) {
            Files.deleteIfExists(leftover);
        }
    }

    private static void syncDirectory(SqliteFile file) throws IOException {
        Path directory = file.database().getParent();
        boolean posix =
                file.database().getFileSystem().supportedFileAttributeViews().contains("posix");
        if (directory != null && posix) { // elsewhere a directory cannot be opened, and a rename needs no sync
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
