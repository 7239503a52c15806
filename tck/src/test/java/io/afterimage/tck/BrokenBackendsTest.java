package io.afterimage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.tck.torture.Backend;
import io.afterimage.tck.torture.Campaign;
import io.afterimage.tck.torture.CampaignResult;
import io.afterimage.tck.torture.Campaigns;
import io.afterimage.tck.torture.Harm;
import io.afterimage.tck.torture.Torture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The campaigns tested: each backend that is broken on purpose is found within the small form of one of them. */
class BrokenBackendsTest {

    static Stream<Arguments> brokenBackends() {
        return Stream.of(
                Arguments.of(new BrokenBackend.SavesAtClose(), "kill", Harm.LOST),
                Arguments.of(new BrokenBackend.IsOneCommitBehind(), "kill", Harm.LOST),
                Arguments.of(new BrokenBackend.SavesInTwoSteps(), "kill", Harm.WRONG), // by the store's own checks
                Arguments.of(new BrokenBackend.SavesOutOfOrder(), "kill", Harm.TORN),
                Arguments.of(new BrokenBackend.MiscountsAfterACrash(), "kill", Harm.WRONG),
                Arguments.of(new BrokenBackend.KillsItsJvm(), "kill", Harm.JVM_DEATH),
                Arguments.of(new BrokenBackend.SwallowsFailures(), "fault", Harm.LOST),
                Arguments.of(new BrokenBackend.TrustsWhatIsLeft(), "cut", Harm.WRONG),
                Arguments.of(new BrokenBackend.HasNoLock(), "writers", Harm.WRONG),
                Arguments.of(new CrampedBackend.ForgetsAfterwards(), "full", Harm.LOST),
                Arguments.of(new CrampedBackend.ThrowsWhatItMeets(), "full", Harm.WRONG),
                Arguments.of(new CrampedBackend.StaysFull(), "full", Harm.WRONG),
                Arguments.of(new MisusedBackend.DiesOfUseAfterClose(), "misuse", Harm.JVM_DEATH),
                Arguments.of(new MisusedBackend.HasItsOwnClosedError(), "misuse", Harm.WRONG),
                Arguments.of(new MisusedBackend.SwallowsLeaks(), "misuse", Harm.WRONG),
                Arguments.of(new MisusedBackend.ReportsLeaksFromNowhere(), "misuse", Harm.WRONG),
                Arguments.of(new MisusedBackend.SharesItsBytes(), "misuse", Harm.WRONG));
    }

    @ParameterizedTest
    @MethodSource("brokenBackends")
    void brokenBackend_isFoundBySmallForm(Backend backend, String campaign, Harm harm, @TempDir Path scratch)
            throws InterruptedException {
        CampaignResult result = runSmall(backend, campaign, scratch);
        System.out.printf(
                "%-22s found by %s: %s%n",
                backend.getClass().getSimpleName(), campaign, result.findings().size());
        assertThat(result.count(harm)).as("%s", result.findings()).isPositive();
    }

    @Test
    void backendThatDoesNotSync_isFound_orNamedAsUntested(@TempDir Path scratch) throws InterruptedException {
        CampaignResult result = runSmall(new BrokenBackend.DoesNotSync(), "power", scratch);
        assertThat(result.count(Harm.LOST) > 0
                        || result.untested().stream().anyMatch(sentence -> sentence.contains("strace")))
                .as("%s", result)
                .isTrue();
    }

    @Test
    void childThatHangs_isEnded_andItsThreadsAreTold(@TempDir Path scratch) throws InterruptedException {
        CampaignResult result = new Torture(new CrampedBackend.WaitsForRoom(), scratch, 2)
                .waitingFor(Duration.ofSeconds(5))
                .run(campaign("full"), 1, campaign("full").smallRounds(), soFar -> {});
        assertThat(result.findings())
                .anySatisfy(finding -> assertThat(finding.what()).contains("hangs", "WaitsForRoom"));
    }

    @Test
    void campaigns_haveNamesOfTheirOwn() {
        assertThat(Campaigns.all().stream().map(Campaign::name)).doesNotHaveDuplicates();
    }

    private static CampaignResult runSmall(Backend backend, String name, Path scratch) throws InterruptedException {
        return new Torture(backend, scratch, 2)
                .run(campaign(name), 1, campaign(name).smallRounds(), soFar -> {});
    }

    private static Campaign campaign(String name) {
        return Campaigns.all().stream()
                .filter(each -> each.name().equals(name))
                .findAny()
                .orElseThrow();
    }
}
