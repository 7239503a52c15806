package io.afterimage.rocksdb;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.EngineStore;
import io.afterimage.spi.StorageEngine;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.LiveResultsStoreFaultContract;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Every engine call of every store call fails in turn. */
class RocksDbFaultContractTest extends LiveResultsStoreFaultContract {

    @Override
    protected LiveResultsStore open(Path where, StoreSettings settings, UnaryOperator<StorageEngine> between) {
        return new EngineStore(between.apply(RocksDbEngine.open(where, settings)), settings, where.toString());
    }
}
