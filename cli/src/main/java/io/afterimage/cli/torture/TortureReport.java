package io.afterimage.cli.torture;

import io.afterimage.cli.Output;
import io.afterimage.cli.TextTable;
import io.afterimage.tck.torture.CampaignResult;
import io.afterimage.tck.torture.Finding;
import io.afterimage.tck.torture.Harm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run has shown: a table, then what was not shown, then every finding with the command that repeats it. Immutable.
 *
 * @param seed the seed of every campaign's first round
 * @param results what came of each campaign on each engine
 */
record TortureReport(long seed, List<CampaignResult> results) {

    private static final List<String> TITLES =
            List.of("CAMPAIGN", "STORE", "ROUNDS", "FAULTS", "LOST", "TORN", "WRONG", "JVM DEATHS");

    boolean passed() {
        return results.stream().allMatch(CampaignResult::passed);
    }

    void printTo(Output out) {
        TextTable table = new TextTable(TITLES, 2);
        results.forEach(result -> table.row(List.of(
                result.campaign(),
                result.backend(),
                Integer.toString(result.rounds()),
                Long.toString(result.faults()),
                Long.toString(result.count(Harm.LOST)),
                Long.toString(result.count(Harm.TORN)),
                Long.toString(result.count(Harm.WRONG)),
                Long.toString(result.count(Harm.JVM_DEATH)))));
        table.printTo(out);
        out.line("seed " + seed);
        results.forEach(result -> result.untested()
                .forEach(what ->
                        out.line("untested by " + result.campaign() + " on " + result.backend() + ": " + what)));
        results.forEach(result -> result.findings().forEach(finding -> print(result, finding, out)));
    }

    private static void print(CampaignResult result, Finding finding, Output out) {
        out.line("");
        out.line(finding.harm() + " by " + result.campaign() + " on " + result.backend() + ": " + finding.what());
        out.line("repeat: " + repeat(result, finding));
    }

    private static String repeat(CampaignResult result, Finding finding) {
        return "./afterimage torture --store " + result.backend() + " --campaign " + result.campaign() + " --rounds "
                + finding.rounds() + " --seed " + finding.seed();
    }

    Map<String, Object> json() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("seed", seed);
        document.put("passed", passed());
        document.put("campaigns", results.stream().map(TortureReport::json).toList());
        return document;
    }

    private static Map<String, Object> json(CampaignResult result) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("campaign", result.campaign());
        document.put("store", result.backend());
        document.put("rounds", result.rounds());
        document.put("faults", result.faults());
        document.put("lost", result.count(Harm.LOST));
        document.put("torn", result.count(Harm.TORN));
        document.put("wrong", result.count(Harm.WRONG));
        document.put("jvmDeaths", result.count(Harm.JVM_DEATH));
        document.put("untested", List.copyOf(result.untested()));
        document.put(
                "findings",
                result.findings().stream().map(finding -> json(result, finding)).toList());
        return document;
    }

    private static Map<String, Object> json(CampaignResult result, Finding finding) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("harm", finding.harm().name());
        document.put("what", finding.what());
        document.put("repeat", repeat(result, finding));
        return document;
    }
}
