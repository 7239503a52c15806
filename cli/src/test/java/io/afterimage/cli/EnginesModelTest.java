package io.afterimage.cli;

import io.afterimage.LiveResultsStore;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import io.afterimage.spi.StoreSettings;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import io.afterimage.tck.LiveResultsStoreComparison;
import io.afterimage.tck.StoreTrait;
import io.afterimage.tck.StoreUnderTest;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiFunction;

/** Random calls on both engines at once, every answer compared. */
class EnginesModelTest extends LiveResultsStoreComparison {

    @Override
    protected StoreUnderTest subject() {
        return new Durable((directory, settings) ->
                RocksDbLiveResultsStore.at(directory).settings(settings).open());
    }

    @Override
    protected StoreUnderTest comparedWith() {
        return new Durable((directory, settings) -> SqliteLiveResultsStore.at(directory.resolve("store.db"))
                .settings(settings)
                .open());
    }

    /** A store that can everything. */
    private record Durable(BiFunction<Path, StoreSettings, LiveResultsStore> opener) implements StoreUnderTest {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return opener.apply(directory, settings);
        }

        @Override
        public Set<StoreTrait> traits() {
            return EnumSet.allOf(StoreTrait.class);
        }
    }
}
