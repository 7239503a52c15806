package io.afterimage.tck;

import static io.afterimage.tck.StoreTrait.SURVIVES_KILL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The store's core on a file that is saved with every commit; and one that is not, which must be caught. */
class EngineStoreCrashTest extends LiveResultsStoreCrashContract {

    @Override
    public LiveResultsStore open(Path directory, StoreSettings settings) {
        return MapStoreUnderTest.open(directory, settings, MapStoreUnderTest.SavedAt.COMMIT, UnaryOperator.identity());
    }

    @Override
    public Set<StoreTrait> traits() {
        return EnumSet.of(SURVIVES_KILL);
    }

    @Test
    void storeThatSavesAtCloseOnly_isCaught() {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(SavedAtClose.class))
                                .build(),
                        summary);
        assertThat(summary.getSummary().getFailures()).singleElement().satisfies(failure -> {
            assertThat(failure.getTestIdentifier().getDisplayName()).startsWith("c16_");
            assertThat(failure.getException()).hasMessageContaining("acknowledged up to");
        });
    }

    /** Acknowledges what only its close will save. */
    static class SavedAtClose extends LiveResultsStoreCrashContract implements MapStoreUnderTest {

        @Override
        public Set<StoreTrait> traits() {
            return EnumSet.of(SURVIVES_KILL);
        }
    }
}
