package io.afterimage.sqlite;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.EngineStore;
import io.afterimage.spi.StorageEngine;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.LiveResultsStoreFaultContract;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Every engine call of every store call fails in turn. */
class SqliteFaultContractTest extends LiveResultsStoreFaultContract {

    @Override
    protected LiveResultsStore open(Path where, StoreSettings settings, UnaryOperator<StorageEngine> between) {
        Path file = where.resolve("store.db");
        return new EngineStore(between.apply(SqliteOpening.open(file, settings, true)), settings, file.toString());
    }
}
