package io.afterimage.tck;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StorageEngine;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The store's core on an engine that fails. */
class EngineStoreFaultTest extends LiveResultsStoreFaultContract {

    @Override
    protected LiveResultsStore open(Path where, StoreSettings settings, UnaryOperator<StorageEngine> between) {
        return MapStoreUnderTest.open(where, settings, MapStoreUnderTest.SavedAt.CLOSE, between);
    }
}
