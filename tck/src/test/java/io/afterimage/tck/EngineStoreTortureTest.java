package io.afterimage.tck;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.torture.Backend;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The store's core under torture, on a file that is saved with every commit. */
class EngineStoreTortureTest extends LiveResultsStoreTortureContract {

    @Override
    protected Backend backend() {
        return new MapBackend();
    }

    /** The store, in child JVMs too. */
    static class MapBackend implements Backend {

        @Override
        public String name() {
            return "maps";
        }

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return MapStoreUnderTest.open(
                    directory, settings, MapStoreUnderTest.SavedAt.COMMIT, UnaryOperator.identity());
        }

        @Override
        public boolean isLog(Path file) {
            return file.endsWith("maps.new"); // the only file that is ever written
        }

        @Override
        public boolean isMark(Path file) {
            return false;
        }
    }
}
