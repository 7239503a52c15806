package io.afterimage.rocksdb;

import io.afterimage.Durability;
import io.afterimage.Retention;
import io.afterimage.spi.EngineStore;
import io.afterimage.spi.LeakListener;
import io.afterimage.spi.StoreSettings;
import io.afterimage.spi.StoreSettings.Access;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Live results on RocksDB, in one directory. Survives the machine unless told otherwise; one writer per directory, and
 * any number of readers beside it, each of which sees the state as of its open. Limit: a full disk needs up to ten
 * seconds after space has returned before writes go on. Thread-safe.
 *
 * {@snippet :
 * try (var store = RocksDbLiveResultsStore.at(Path.of("results")).open()) {
 *     store.applyMutations("orders", List.of(RowMutation.upsert(7, row)));
 * }
 * }
 */
public final class RocksDbLiveResultsStore extends EngineStore {

    private final RocksDbEngine engine;

    private RocksDbLiveResultsStore(RocksDbEngine engine, StoreSettings settings, Path directory) {
        super(engine, settings, directory.toString());
        this.engine = engine;
    }

    /**
     * Starts to describe a store.
     *
     * @param directory its directory; created by the first open for writing, then nobody else's files may be in it
     * @return a builder
     */
    public static Builder at(Path directory) {
        return new Builder(directory);
    }

    /**
     * The engine's meters, to be bound to a Micrometer registry. They may outlive the store and give NaN then.
     *
     * @return the meters
     */
    public RocksDbMeters meters() {
        return new RocksDbMeters(this);
    }

    /** Reads the engine with the store held open; NaN once it is closed. */
    double gauge(ToDoubleFunction<RocksDbEngine> reading) {
        return gauge(() -> reading.applyAsDouble(engine));
    }

    /** Describes a store. Not thread-safe; one thread at a time. */
    public static final class Builder {

        private final Path directory;
        private StoreSettings settings = StoreSettings.DEFAULT;

        private Builder(Path directory) {
            this.directory = Objects.requireNonNull(directory, "directory");
        }

        /**
         * Takes over all settings at once.
         *
         * @param value the settings
         * @return this builder
         */
        public Builder settings(StoreSettings value) {
            settings = Objects.requireNonNull(value, "settings");
            return this;
        }

        /**
         * Sets what an acknowledged write survives.
         *
         * @param value {@code POWER_LOSS} (default) or {@code PROCESS_CRASH}
         * @return this builder
         */
        public Builder durability(Durability value) {
            return settings(settings.withDurability(value));
        }

        /**
         * Sets how much native memory block cache, filters, indexes and write buffers take together. While a {@code replaceAll} sorts its rows, it
         * takes up to half as much of heap, and a few copies of the longest row.
         *
         * @param value bytes (4 MiB or more; 128 MiB unless set)
         * @return this builder
         */
        public Builder memoryBudgetBytes(long value) {
            return settings(settings.withMemoryBudgetBytes(value));
        }

        /**
         * Sets how much heap the exact-count index takes at most.
         *
         * @param value bytes (0 or more; 256 MiB unless set)
         * @return this builder
         */
        public Builder countIndexBytes(long value) {
            return settings(settings.withCountIndexBytes(value));
        }

        /**
         * Sets how long a row or outbox entry may be.
         *
         * @param value bytes (1 to 1 GiB; 64 MiB unless set)
         * @return this builder
         */
        public Builder maxRowBytes(int value) {
            return settings(settings.withMaxRowBytes(value));
        }

        /**
         * Sets how much of an outbox is kept where a commit does not say.
         *
         * @param value the retention
         * @return this builder
         */
        public Builder retention(Retention value) {
            return settings(settings.withRetention(value));
        }

        /**
         * Opens for reading only: never creates or changes the store, and shows it as of the open.
         *
         * @return this builder
         */
        public Builder readOnly() {
            return settings(settings.withAccess(Access.READ_ONLY));
        }

        /**
         * Sets who is told of snapshots that were never closed.
         *
         * @param value the listener
         * @return this builder
         */
        public Builder leakListener(LeakListener value) {
            return settings(settings.withLeakListener(value));
        }

        /**
         * Opens the store.
         *
         * @return an open store, to be closed by the caller
         * @throws io.afterimage.RefusedException if the directory holds something else, or there is nothing to read
         * @throws io.afterimage.StoreLockedException if another writer has the store open
         * @throws io.afterimage.NewerFormatException if a later version of the library wrote it; no file is touched
         * @throws io.afterimage.CorruptStoreException if its files are damaged
         * @throws io.afterimage.StoreUnavailableException if its files cannot be used now
         */
        public RocksDbLiveResultsStore open() {
            return new RocksDbLiveResultsStore(RocksDbEngine.open(directory, settings), settings, directory);
        }
    }
}
