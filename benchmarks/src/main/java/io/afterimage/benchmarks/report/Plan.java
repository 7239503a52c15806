package io.afterimage.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;

/** Which suites are run and what of them. Immutable. */
record Plan(List<Suite> suites) {

    /** The plan of a quick or of a full run. */
    static Plan of(boolean quickly) {
        return new Plan(quickly ? QuickPlan.suites() : FullPlan.suites());
    }

    /** The suites of these names, in the plan's order; all where there is no name. */
    List<Suite> named(List<String> names) {
        for (String name : names) {
            if (suites.stream().noneMatch(suite -> suite.name().equals(name))) {
                throw new IllegalArgumentException(
                        "No suite has this name. Found: %s. Expected: %s. Next: choose of these, or reach every benchmark by --jmh."
                                .formatted(
                                        name, suites.stream().map(Suite::name).collect(Collectors.joining(", "))));
            }
        }
        return suites.stream()
                .filter(suite -> names.isEmpty() || names.contains(suite.name()))
                .toList();
    }
}
