package io.afterimage.tck;

import io.afterimage.LiveResultsStore;
import io.afterimage.StoreUnavailableException;
import io.afterimage.spi.EngineStore;
import io.afterimage.spi.StorageEngine;
import io.afterimage.spi.StoreLock;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The store's core on the simplest engine: in memory while it is open, in one file while it is closed. */
interface MapStoreUnderTest extends StoreUnderTest {

    @Override
    default LiveResultsStore open(Path directory, StoreSettings settings) {
        return open(directory, settings, SavedAt.CLOSE, UnaryOperator.identity());
    }

    @Override
    default Set<StoreTrait> traits() {
        return EnumSet.of(StoreTrait.SURVIVES_CLOSE, StoreTrait.EXCLUSIVE_WRITER, StoreTrait.REPORTS_LEAKS);
    }

    /** When the file is written. */
    enum SavedAt {
        /** Every commit, so that the store survives a kill. */
        COMMIT,
        /** The close of the store. */
        CLOSE
    }

    /** Opens the store of a directory with something between it and its engine. */
    static LiveResultsStore open(
            Path directory, StoreSettings settings, SavedAt savedAt, UnaryOperator<StorageEngine> between) {
        MapFile file = new MapFile(directory);
        if (settings.access() == StoreSettings.Access.READ_ONLY && !file.exists()) {
            throw new StoreUnavailableException("There is no store. Directory: " + directory + ".", null);
        }
        StoreLock lock = StoreLock.acquire(directory.resolve("LOCK"), directory.toString());
        try {
            MapData data = file.exists() ? file.load() : new MapData();
            file.save(data);
            StorageEngine engine = new MapEngine(data, new FileSink(file, savedAt, lock));
            return new EngineStore(between.apply(engine), settings, directory.toString());
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Writes the file when it is time, and frees the store at the end. */
    record FileSink(MapFile file, SavedAt savedAt, StoreLock lock) implements MapEngine.Sink {

        @Override
        public void committed(MapData state) {
            if (savedAt == SavedAt.COMMIT) {
                file.save(state);
            }
        }

        @Override
        public void closed(MapData state) {
            try {
                file.save(state);
            } finally {
                lock.close();
            }
        }
    }
}
