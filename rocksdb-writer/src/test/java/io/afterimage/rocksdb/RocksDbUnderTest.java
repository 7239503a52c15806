package io.afterimage.rocksdb;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.StoreTrait;
import io.afterimage.tck.StoreUnderTest;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** How the kit opens the store. */
interface RocksDbUnderTest extends StoreUnderTest {

    @Override
    default LiveResultsStore open(Path directory, StoreSettings settings) {
        return RocksDbLiveResultsStore.at(directory).settings(settings).open();
    }

    @Override
    default Set<StoreTrait> traits() {
        return EnumSet.allOf(StoreTrait.class);
    }
}
