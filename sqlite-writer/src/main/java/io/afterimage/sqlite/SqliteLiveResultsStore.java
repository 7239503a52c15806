package io.afterimage.sqlite;

import io.afterimage.Durability;
import io.afterimage.Retention;
import io.afterimage.spi.EngineStore;
import io.afterimage.spi.LeakListener;
import io.afterimage.spi.StoreSettings;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A store in one SQLite file. It keeps the whole contract, C1 to C23; a person reads it with the {@code sqlite3} shell
 * ({@code docs/formats/sqlite.md}).
 *
 * <p>One writer at a time, held by a lock beside the file; any number of readers, in this process and, opened read-only,
 * in others. A snapshot holds a connection of its own, and the log cannot be given back while it is open. Splits of a
 * snapshot share that connection and take turns.
 *
 * <p>While the store is open, {@code -wal}, {@code -shm} and {@code -lock} files lie beside the file. After a clean close
 * the file alone holds the store. Copy it then, or with SQLite's backup tools, never while it is open. The checksums of its
 * pages lie in {@code -pages}: copy them along, and remove them where the file is replaced.
 *
 * <p>Thread-safe. SQLite's calls pin virtual threads; call a store from platform threads.
 */
public final class SqliteLiveResultsStore extends EngineStore {

    private final SqliteEngine engine;

    private SqliteLiveResultsStore(SqliteEngine engine, StoreSettings settings, String storeName) {
        super(engine, settings, storeName);
        this.engine = engine;
    }

    /**
     * Begins to open a store.
     *
     * @param file the store's file; created by {@link Builder#open} if it is absent or empty, with its directory
     * @return a builder with the default settings
     */
    public static Builder at(Path file) {
        return new Builder(Objects.requireNonNull(file, "file"));
    }

    /**
     * The engine's meters, for any number of registries. They read nothing of the engine once the store is closed. Needs
     * Micrometer on the class path.
     *
     * @return what binds the meters
     */
    public MeterBinder meters() {
        return SqliteMeters.of(engine, this::gauge);
    }

    /** Opens a store, in words. Not thread-safe; one thread at a time. */
    public static final class Builder {

        private final Path file;
        private StoreSettings settings = StoreSettings.DEFAULT;
        private boolean checkPages = true;

        private Builder(Path file) {
            this.file = file;
        }

        /**
         * Replaces all settings.
         *
         * @param all the settings
         * @return this builder
         */
        public Builder settings(StoreSettings all) {
            settings = Objects.requireNonNull(all, "all");
            return this;
        }

        /**
         * What an acknowledged write survives.
         *
         * @param durability {@link Durability#POWER_LOSS} (default) or {@link Durability#PROCESS_CRASH}
         * @return this builder
         */
        public Builder durability(Durability durability) {
            return settings(settings.withDurability(durability));
        }

        /**
         * Native memory for page caches: half for the connection that writes, half for four that read. Each further
         * snapshot that is open at the same time costs 256 KiB more.
         *
         * @param bytes the budget (4 MiB or more; 128 MiB unless set)
         * @return this builder
         */
        public Builder memoryBudgetBytes(long bytes) {
            return settings(settings.withMemoryBudgetBytes(bytes));
        }

        /**
         * Heap for the exact-count index.
         *
         * @param bytes the limit (0 or more; 256 MiB unless set)
         * @return this builder
         */
        public Builder countIndexBytes(long bytes) {
            return settings(settings.withCountIndexBytes(bytes));
        }

        /**
         * The longest row and outbox entry.
         *
         * @param bytes the limit (1 to 999,999,000, which is SQLite's own; 64 MiB unless set)
         * @return this builder
         */
        public Builder maxRowBytes(int bytes) {
            return settings(settings.withMaxRowBytes(bytes));
        }

        /**
         * How much of an outbox is kept where a commit does not say.
         *
         * @param retention the retention (1,000 entries unless set)
         * @return this builder
         */
        public Builder retention(Retention retention) {
            return settings(settings.withRetention(retention));
        }

        /**
         * Opens the store for reading only, beside its writer or without one. It shows the moment of its opening and
         * every later one.
         *
         * @return this builder
         */
        public Builder readOnly() {
            return settings(settings.withAccess(StoreSettings.Access.READ_ONLY));
        }

        /**
         * Who is told of snapshots that were never closed.
         *
         * @param listener the listener (a log line unless set)
         * @return this builder
         */
        public Builder leakListener(LeakListener listener) {
            return settings(settings.withLeakListener(listener));
        }

        /**
         * Opens without holding the pages of the file against their checksums. The check reads the whole file once, about
         * a second for some gigabytes that the system has cached. Without it a row can be reported absent whose index
         * entry was damaged; {@link #verifyAll} and full walks still notice.
         *
         * @return this builder
         */
        public Builder skipPageCheck() {
            checkPages = false;
            return this;
        }

        /**
         * Opens the store.
         *
         * @return the store, to be closed by the caller
         * @throws io.afterimage.RefusedException if the file is not a store, if it is missing and only to be read, or if
         *     a setting is outside SQLite's limits; no file is changed
         * @throws io.afterimage.NewerFormatException if a later version wrote it; no file is changed
         * @throws io.afterimage.StoreLockedException if another writer holds it
         * @throws io.afterimage.CorruptStoreException if it is damaged
         * @throws io.afterimage.StoreUnavailableException if it cannot be opened now
         */
        public SqliteLiveResultsStore open() {
            SqliteEngine engine = SqliteOpening.open(file, settings, checkPages);
            return new SqliteLiveResultsStore(engine, settings, engine.file().toString());
        }
    }
}
