package io.afterimage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.tck.torture.Backend;
import io.afterimage.tck.torture.Campaign;
import io.afterimage.tck.torture.CampaignResult;
import io.afterimage.tck.torture.Campaigns;
import io.afterimage.tck.torture.Torture;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The small form of every campaign of {@code io.afterimage.tck.torture}: kills, faults, cuts and what else there is, each of
 * which must do no harm. For stores that survive a kill. The system property {@code afterimage.campaign} multiplies the
 * rounds, {@code afterimage.seed} chooses others; {@code ./afterimage torture} runs them by the thousand.
 */
public abstract class LiveResultsStoreTortureContract {

    private static final long SEED = Long.getLong("afterimage.seed", 1L);

    /** For subclasses. */
    protected LiveResultsStoreTortureContract() {}

    /**
     * The backend under attack.
     *
     * @return the backend
     */
    protected abstract Backend backend();

    /** On failure check the Javadoc of the campaign, which says what it holds the store to. */
    @TestFactory
    Stream<DynamicTest> campaigns(@TempDir Path scratch) {
        return Campaigns.all().stream()
                .map(campaign -> DynamicTest.dynamicTest(campaign.name(), () -> run(campaign, scratch)));
    }

    private void run(Campaign campaign, Path scratch) throws InterruptedException {
        CampaignResult result = new Torture(backend(), scratch, 2)
                .run(campaign, SEED, Repetitions.times(campaign.smallRounds()), soFar -> {});
        assertThat(result.findings()).as(campaign.attack()).isEmpty();
        assertThat(result.faults() > 0 || !result.untested().isEmpty())
                .as("injects faults, or says what it cannot test")
                .isTrue();
    }
}
