package io.afterimage.cli.supervision;

import io.afterimage.cli.StoreUrl;
import java.nio.file.Path;
import java.util.Locale;

/** The engines that a demo runs on, by the names that store URLs have for them. */
public enum DemoEngine {
    /** A directory. */
    ROCKSDB,
    /** A file. */
    SQLITE;

    /**
     * A store of this engine.
     *
     * @param directory where it is; SQLite's is a file in it
     * @return its URL
     */
    public StoreUrl storeIn(Path directory) {
        return new StoreUrl(toString(), this == SQLITE ? directory.resolve("afterimage.sqlite") : directory);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
