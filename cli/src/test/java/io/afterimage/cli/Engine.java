package io.afterimage.cli;

import java.nio.file.Path;
import java.util.Locale;

/** The engines that every command is tested on. */
enum Engine {
    ROCKSDB,
    SQLITE;

    /** The URL of a store of this engine in a directory. */
    String url(Path directory) {
        return url(directory, "store");
    }

    String url(Path directory, String name) {
        return name().toLowerCase(Locale.ROOT) + ":" + directory.resolve(name);
    }
}
