package io.afterimage.tck.torture;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What came of the rounds of one campaign on one backend. Immutable.
 *
 * @param campaign the campaign's name
 * @param backend the backend's name
 * @param seed the seed of the first round; the others have the next ones
 * @param rounds how many rounds were run, or how many units its one long round had
 * @param faults how many faults were injected
 * @param findings all harm that was done
 * @param untested what was not shown, one sentence each
 */
public record CampaignResult(
        String campaign,
        String backend,
        long seed,
        int rounds,
        long faults,
        List<Finding> findings,
        SortedSet<String> untested) {

    static CampaignResult none(Campaign campaign, Backend backend, long seed) {
        return new CampaignResult(campaign.name(), backend.name(), seed, 0, 0, List.of(), new TreeSet<>());
    }

    /** The same after so many rounds. */
    CampaignResult after(int over) {
        return new CampaignResult(campaign, backend, seed, over, faults, findings, untested);
    }

    CampaignResult plus(CampaignResult other) {
        SortedSet<String> both = new TreeSet<>(untested);
        both.addAll(other.untested);
        return new CampaignResult(
                campaign,
                backend,
                seed,
                rounds + other.rounds,
                faults + other.faults,
                Stream.concat(findings.stream(), other.findings.stream()).toList(),
                both);
    }

    /**
     * How often one kind of harm was done.
     *
     * @param harm which kind
     * @return how many findings
     */
    public long count(Harm harm) {
        return findings.stream().filter(finding -> finding.harm() == harm).count();
    }

    /**
     * Whether the backend has withstood.
     *
     * @return true without findings
     */
    public boolean passed() {
        return findings.isEmpty();
    }
}
