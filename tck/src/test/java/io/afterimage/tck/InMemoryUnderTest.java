package io.afterimage.tck;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;
import java.util.Set;

/** The store in memory, under the kit's rules. */
interface InMemoryUnderTest extends StoreUnderTest {

    @Override
    default LiveResultsStore open(Path directory, StoreSettings settings) {
        return InMemoryLiveResultsStore.with()
                .maxRowBytes(settings.maxRowBytes())
                .retention(settings.retention())
                .open();
    }

    @Override
    default Set<StoreTrait> traits() {
        return Set.of();
    }
}
