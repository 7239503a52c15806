package io.afterimage.cli.mirror;

import io.afterimage.cli.StoreUrl;
import java.nio.file.Path;

/** Where the SQL follower of a mirror is, unless somebody says otherwise: beside the store, by its name. */
public final class SqlFile {

    private static final String SUFFIX = ".mirror-sql";

    private SqlFile() {}

    /**
     * The file for the tables of the mirror in a store.
     *
     * @param store where the store is
     * @return a place beside it
     */
    public static Path beside(StoreUrl store) {
        Path location = store.location().toAbsolutePath().normalize();
        return location.resolveSibling(location.getFileName() + SUFFIX);
    }
}
