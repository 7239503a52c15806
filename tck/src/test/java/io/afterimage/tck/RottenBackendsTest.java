package io.afterimage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.CorruptStoreException;
import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.torture.Backend;
import io.afterimage.tck.torture.Campaign;
import io.afterimage.tck.torture.CampaignResult;
import io.afterimage.tck.torture.Campaigns;
import io.afterimage.tck.torture.Harm;
import io.afterimage.tck.torture.Torture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rot campaign tested: whatever a store does with damage instead of reporting it is found by the small form. */
class RottenBackendsTest {

    @TempDir
    private Path scratch;

    @Test
    void storeThatTakesDamagedBytesForData_isFound() throws InterruptedException {
        assertThat(rot(new TakesWhatIsThere()).count(Harm.WRONG)).isPositive();
    }

    @Test
    void storeThatTakesDamageForTheEnd_isFound() throws InterruptedException {
        assertThat(rot(new BeginsAnew()).count(Harm.LOST)).isPositive();
    }

    @Test
    void storeThatReportsDamageInItsOwnWay_isFound() throws InterruptedException {
        assertThat(rot(new HasErrorsOfItsOwn()).count(Harm.WRONG)).isPositive();
    }

    private CampaignResult rot(Backend backend) throws InterruptedException {
        Campaign rot = Campaigns.all().stream()
                .filter(campaign -> campaign.name().equals("rot"))
                .findAny()
                .orElseThrow();
        return new Torture(backend, scratch, 1).run(rot, 1, rot.smallRounds(), soFar -> {});
    }

    /** Makes the checksum fit to whatever is in the file. */
    private static final class TakesWhatIsThere extends EngineStoreTortureTest.MapBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            MapFile file = new MapFile(directory);
            if (file.exists()) {
                file.repairChecksum();
            }
            return super.open(directory, settings);
        }
    }

    /** Begins anew where the file is damaged, as if there had never been anything. */
    private static final class BeginsAnew extends EngineStoreTortureTest.MapBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            try {
                return super.open(directory, settings);
            } catch (CorruptStoreException e) {
                new MapFile(directory).save(new MapData());
                return super.open(directory, settings);
            }
        }
    }

    /** Reports damage by an error that nobody was told of. */
    private static final class HasErrorsOfItsOwn extends EngineStoreTortureTest.MapBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            try {
                return super.open(directory, settings);
            } catch (CorruptStoreException e) {
                throw new IllegalStateException("bad checksum", e);
            }
        }
    }
}
