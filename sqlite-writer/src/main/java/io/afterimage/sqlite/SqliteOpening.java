package io.afterimage.sqlite;

import io.afterimage.Durability;
import io.afterimage.RefusedException;
import io.afterimage.StoreUnavailableException;
import io.afterimage.spi.StoreLock;
import io.afterimage.spi.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;

/**
 * How a store is opened: the file is looked at before anything is touched, then locked, then created if it is missing,
 * then opened, then checked to be what it should be. Whatever was opened before a failure is closed again.
 */
final class SqliteOpening {

    /** SQLite's limit of 1,000,000,000 bytes for a record, less room for the other columns. */
    static final int MAX_ROW_BYTES = 999_999_000;

    private final SqliteFile file;
    private final StoreSettings settings;
    private final boolean checkPages;
    private final CloseStack opened = new CloseStack();

    private SqliteOpening(SqliteFile file, StoreSettings settings, boolean checkPages) {
        this.file = file;
        this.settings = settings;
        this.checkPages = checkPages;
    }

    /** Opens a store; {@code checkPages} reads the whole file for it. */
    static SqliteEngine open(Path path, StoreSettings settings, boolean checkPages) {
        SqliteOpening opening = new SqliteOpening(SqliteFile.at(path), settings, checkPages);
        opening.requireFitting();
        return settings.access() == StoreSettings.Access.READ_ONLY ? opening.openReadOnly() : opening.openForWriting();
    }

    private void requireFitting() {
        if (settings.durability() == Durability.NOTHING) {
            throw new RefusedException(
                    "A store in a file is durable. Expected: durability POWER_LOSS or PROCESS_CRASH. "
                            + "Found: NOTHING. Next: use InMemoryLiveResultsStore for rows in memory only.");
        }
        if (settings.maxRowBytes() > MAX_ROW_BYTES) {
            throw new RefusedException("A setting is outside the limits of SQLite. Setting: maximum row size in bytes. "
                    + "Expected: at most " + MAX_ROW_BYTES + ". Found: " + settings.maxRowBytes() + ".");
        }
    }

    private SqliteEngine openReadOnly() {
        if (!SqliteHeader.isStore(file)) {
            throw new RefusedException(
                    "There is no store to read. Expected: an Afterimage store. Found: no file, or an "
                            + "empty one, at " + file + ". Next: open it for writing once, or name another file.");
        }
        return translated(() -> {
            hold();
            try (Connection connection = SqliteConnections.openReader(file, ReaderPool.EXTRA_CACHE_BYTES)) {
                SqliteSchema.requireOurs(file, connection);
            }
            return new SqliteEngine(file, opened, openReaders(), null);
        });
    }

    private SqliteEngine openForWriting() {
        SqliteHeader.isStore(file); // looks before anything is created, also the lock
        return translated(() -> {
            createDirectory();
            StoreLock lock = StoreLock.acquire(file.lock(), file.toString());
            opened.push(lock::close);
            if (!SqliteHeader.isStore(file)) {
                SqliteCreation.create(file);
            }
            removeAside();
            hold();
            SqliteWriter writer = SqliteWriter.open(file, settings.durability(), settings.memoryBudgetBytes() / 2);
            opened.push(writer::close);
            return new SqliteEngine(file, opened, openReaders(), writer);
        });
    }

    /** Keeps the file's descriptor until the connections are closed, and looks at log and pages before they are opened. */
    private void hold() throws IOException {
        DatabaseBytes bytes = DatabaseBytes.open(file);
        opened.push(bytes::close);
        LogMark.requireWhole(file);
        if (checkPages) {
            PageCheck.run(file);
        }
    }

    private ReaderPool openReaders() {
        ReaderPool readers = new ReaderPool(file, settings.memoryBudgetBytes() / 2 / ReaderPool.IDLE_AT_MOST);
        opened.push(readers::close);
        return readers;
    }

    private SqliteEngine translated(Open open) {
        try {
            return open.run();
        } catch (SQLException e) {
            opened.closeAfter(e);
            throw new SqliteErrors(file).translate("open the store", e);
        } catch (IOException e) {
            opened.closeAfter(e);
            throw new StoreUnavailableException(
                    "The store cannot be opened. Store: " + file + ". Found: " + e + ".", e);
        } catch (RuntimeException e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    private void createDirectory() throws IOException {
        Path directory = file.database().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
    }

    /** Removes what a crash has left of a {@code replaceAll}. */
    private void removeAside() throws IOException {
        if (!Files.exists(file.aside())) {
            return;
        }
        try (Stream<Path> left = Files.list(file.aside())) {
            for (Path path : left.toList()) {
                Files.deleteIfExists(path);
            }
        }
        Files.deleteIfExists(file.aside());
    }

    /** The steps of an opening. */
    @FunctionalInterface
    private interface Open {
        SqliteEngine run() throws SQLException, IOException;
    }
}
