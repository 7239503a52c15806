package io.afterimage.tck.torture;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;

/**
 * A store that can be tortured. It is created in child JVMs too, so it needs a constructor without parameters that may be
 * called from anywhere in its package. Immutable.
 */
public interface Backend {

    /**
     * What it is called in the table.
     *
     * @return one word in lower case
     */
    String name();

    /**
     * Opens the store of a directory, or creates it there.
     *
     * @param directory an existing directory that belongs to this store alone
     * @param settings how to open it
     * @return the open store, to be closed by the caller
     */
    LiveResultsStore open(Path directory, StoreSettings settings);

    /**
     * Whether a file of the store is a log: what commits are appended to, and what a crash may leave without its end.
     *
     * @param file a file below the store's directory
     * @return false for all other files
     */
    boolean isLog(Path file);

    /**
     * Whether a file marks how far the store was committed, and counts until the machine starts again. With it an open may
     * refuse a log that has lost acknowledged commits, by {@link io.afterimage.CorruptStoreException}; without it the store
     * must open at an earlier state.
     *
     * @param file a file below the store's directory
     * @return false for all other files
     */
    boolean isMark(Path file);
}
