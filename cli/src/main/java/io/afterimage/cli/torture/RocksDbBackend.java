package io.afterimage.cli.torture;

import io.afterimage.LiveResultsStore;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.torture.Backend;
import java.nio.file.Path;

/** The store on RocksDB. Immutable. */
final class RocksDbBackend implements Backend {

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
