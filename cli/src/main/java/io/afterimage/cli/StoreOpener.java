package io.afterimage.cli;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;

/** Opens the stores of one engine. */
@FunctionalInterface
interface StoreOpener {

    /**
     * Opens a store.
     *
     * @param location the store's directory or file
     * @param settings durability, limits, access
     * @return the store, to be closed by the caller
     */
    LiveResultsStore open(Path location, StoreSettings settings);
}
