package io.afterimage.tck;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;
import java.util.Set;

/** The contract on whatever store {@link BrokenStoresTest} chooses; a child JVM gets the unbroken store in a file. */
class BrokenStoreContract extends LiveResultsStoreContract {

    private static volatile StoreUnderTest chosen = new MapStoreUnderTest() {};

    static void choose(StoreUnderTest store) {
        chosen = store;
    }

    @Override
    public LiveResultsStore open(Path directory, StoreSettings settings) {
        return chosen.open(directory, settings);
    }

    @Override
    public Set<StoreTrait> traits() {
        return chosen.traits();
    }
}
