package io.afterimage.cli;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import io.afterimage.spi.StoreSettings;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;

/** Opens stores by their URLs, on the engines it was given. Immutable. */
public final class Stores {

    private final Map<String, StoreOpener> openers;

    Stores(Map<String, StoreOpener> openers) {
        this.openers = new TreeMap<>(openers);
    }

    /**
     * Opens stores on RocksDB and on SQLite.
     *
     * @return what opens them
     */
    public static Stores onAllEngines() {
        return new Stores(Map.of(
                "rocksdb",
                (location, settings) ->
                        RocksDbLiveResultsStore.at(location).settings(settings).open(),
                "sqlite",
                (location, settings) ->
                        SqliteLiveResultsStore.at(location).settings(settings).open()));
    }

    /**
     * Reads a URL.
     *
     * @param text the URL
     * @return the URL, of an engine that is known here
     * @throws IllegalArgumentException if it is malformed or of an unknown engine
     */
    public StoreUrl parse(String text) {
        StoreUrl url = StoreUrl.parse(text);
        if (!openers.containsKey(url.engine())) {
            throw new IllegalArgumentException("The store's engine is unknown. Expected: one of "
                    + String.join(", ", openers.keySet()) + ". Found: " + url.engine() + ".");
        }
        return url;
    }

    /**
     * Opens an existing store for reading, beside a writer where the engine can.
     *
     * @param url where it is
     * @return the store, to be closed by the caller
     * @throws CommandFailure if nothing is there
     */
    public LiveResultsStore openReader(StoreUrl url) {
        requireThere(url);
        return open(url, StoreSettings.DEFAULT.withAccess(StoreSettings.Access.READ_ONLY));
    }

    /**
     * Opens an existing store for writing.
     *
     * @param url where it is
     * @return the store, to be closed by the caller
     * @throws CommandFailure if nothing is there
     */
    public LiveResultsStore openExistingWriter(StoreUrl url) {
        requireThere(url);
        return openWriter(url, Durability.POWER_LOSS);
    }

    /**
     * Opens a store for writing, creating it if nothing is there.
     *
     * @param url where it is
     * @param durability what an acknowledged write survives
     * @return the store, to be closed by the caller
     */
    public LiveResultsStore openWriter(StoreUrl url, Durability durability) {
        return open(url, StoreSettings.DEFAULT.withDurability(durability).withCountIndexBytes(countIndexBytes()));
    }

    private LiveResultsStore open(StoreUrl url, StoreSettings settings) {
        StoreOpener opener = openers.get(url.engine());
        if (opener == null) {
            throw new IllegalArgumentException("The store's engine is unknown. Found: " + url.engine() + ".");
        }
        return opener.open(url.location(), settings);
    }

    /** At most a quarter of the heap, so that a small one is enough for a large store. */
    private static long countIndexBytes() {
        return Math.min(
                StoreSettings.DEFAULT.countIndexBytes(), Runtime.getRuntime().maxMemory() / 4);
    }

    private static void requireThere(StoreUrl url) {
        if (Files.notExists(url.location())) {
            throw new CommandFailure(
                    ExitCode.STORE_ERROR,
                    "There is no such store. Store: " + url + ". Expected: an existing store. Found: nothing at "
                            + url.location().toAbsolutePath().normalize()
                            + ". Next: name another one with --store, or fill this one with ingest.");
        }
    }
}
