package io.afterimage.sqlite;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.LiveResultsStoreTortureContract;
import io.afterimage.tck.torture.Backend;
import java.nio.file.Path;

/** The small form of every campaign. */
class SqliteTortureTest extends LiveResultsStoreTortureContract {

    @Override
    protected Backend backend() {
        return new Sqlite();
    }

    /** The store, in child JVMs too. */
    static final class Sqlite implements Backend {

        @Override
        public String name() {
            return "sqlite";
        }

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return SqliteLiveResultsStore.at(directory.resolve("store.db"))
                    .settings(settings)
                    .open();
        }

        @Override
        public boolean isLog(Path file) {
            return file.getFileName().toString().endsWith("-wal");
        }

        @Override
        public boolean isMark(Path file) {
            return file.getFileName().toString().endsWith("-mark");
        }
    }
}
