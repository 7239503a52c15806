package io.afterimage.tck;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;
import java.util.Set;

/** The store in memory, which every other one is compared with. */
final class Reference implements StoreUnderTest {

    @Override
    public LiveResultsStore open(Path directory, StoreSettings settings) {
        return InMemoryLiveResultsStore.with()
                .maxRowBytes(settings.maxRowBytes())
                .retention(settings.retention())
                .open();
    }

    @Override
    public Set<StoreTrait> traits() {
        return Set.of();
    }
}
