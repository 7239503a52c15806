package io.afterimage.cli.mirror;

import io.afterimage.cli.StoreUrl;
import java.nio.file.Path;

/** Where the SQL follower of a mirror is, unless somebody says otherwise: beside the store, by its name. */
final class SqlFile {

    private static final String SUFFIX = ".mirror-sql";

    private SqlFile() {}

    static Path beside(StoreUrl store) {
        Path location = store.location().toAbsolutePath().normalize();
        return location.resolveSibling(location.getFileName() + SUFFIX);
    }
}
