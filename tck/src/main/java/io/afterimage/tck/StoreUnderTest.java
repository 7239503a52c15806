package io.afterimage.tck;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;
import java.util.Set;

/**
 * What the kit needs to know of a backend: two methods. A class that implements them for the crash rules or for the
 * second-process rule is also created in a child JVM, so it needs a constructor without parameters.
 */
public interface StoreUnderTest {

    /**
     * Opens the store of a directory, or creates it there.
     *
     * @param directory an existing directory that belongs to this store alone
     * @param settings how to open it
     * @return the open store, to be closed by the caller
     */
    LiveResultsStore open(Path directory, StoreSettings settings);

    /**
     * What the backend can.
     *
     * @return the traits, empty for a store that lives in memory only
     */
    Set<StoreTrait> traits();
}
