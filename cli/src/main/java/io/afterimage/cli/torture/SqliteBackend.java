package io.afterimage.cli.torture;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import io.afterimage.tck.torture.Backend;
import java.nio.file.Path;

/** The store on SQLite. Immutable. */
final class SqliteBackend implements Backend {

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
