package io.afterimage.rocksdb;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.LiveResultsStoreTortureContract;
import io.afterimage.tck.torture.Backend;
import java.nio.file.Path;

/** The small form of every campaign. */
class RocksDbTortureTest extends LiveResultsStoreTortureContract {

    @Override
    protected Backend backend() {
        return new RocksDb();
    }

    /** The store, in child JVMs too. */
    static final class RocksDb implements Backend {

        @Override
        public String name() {
            return "rocksdb";
        }

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return RocksDbLiveResultsStore.at(directory).settings(settings).open();
        }

        @Override
        public boolean isLog(Path file) {
            return file.getFileName().toString().endsWith(".log");
        }

        @Override
        public boolean isMark(Path file) {
            return file.endsWith("MARK");
        }
    }
}
