package io.afterimage.benchmarks.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The results of several suites, to be asked for selections. Immutable. */
final class Results {

    private final Map<String, SuiteResult> suites = new TreeMap<>();

    Results(Collection<SuiteResult> results) {
        results.forEach(result -> suites.put(result.suite(), result));
    }

    Collection<SuiteResult> suites() {
        return List.copyOf(suites.values());
    }

    /** The values of a selection, each at its neighbourhood; none where it was not measured. */
    Map<Neighbourhood, Double> values(Selection selection) {
        Map<Neighbourhood, Double> values = new LinkedHashMap<>();
        for (Measurement measurement : measurements(selection.suite())) {
            if (selection.matches(measurement)) {
                Neighbourhood place = new Neighbourhood(measurement.group(), measurement.round());
                if (values.put(place, selection.reading().of(measurement)) != null) {
                    throw new IllegalArgumentException("A selection means several trials of one round. Where: "
                            + selection.name() + ". Next: choose more parameters.");
                }
            }
        }
        return values;
    }

    /** The values of a parameter that were measured, which are numbers, in their order. */
    List<String> measured(Selection selection, String param) {
        TreeSet<String> found = new TreeSet<>(Comparator.comparingDouble(Double::parseDouble));
        measurements(selection.suite()).stream()
                .filter(selection::matches)
                .forEach(measurement -> measurement.value(param).ifPresent(found::add));
        return List.copyOf(found);
    }

    private List<Measurement> measurements(String suite) {
        SuiteResult result = suites.get(suite);
        return result == null ? List.of() : result.measurements();
    }

    /** Trials that ran directly after one another: one round of one group. */
    record Neighbourhood(int group, int round) {}
}
