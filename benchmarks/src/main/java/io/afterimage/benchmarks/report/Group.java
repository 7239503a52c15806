package io.afterimage.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trials that are compared with each other and therefore run next to each other: every combination of the benchmarks and
 * the values. The benchmark changes fastest, then what is named last, so the sides of a comparison are named last. Immutable.
 *
 * @param effort how long and how often
 * @param benchmarks the methods
 * @param params the values of each parameter, in the order in which they were named
 * @param allocation whether allocated bytes are counted
 */
record Group(Effort effort, List<String> benchmarks, Map<String, List<String>> params, boolean allocation) {

    static Group of(Effort effort, String... benchmarks) {
        return new Group(effort, List.of(benchmarks), Map.of(), false);
    }

    Group with(String param, Object... values) {
        Map<String, List<String>> more = new LinkedHashMap<>(params);
        more.remove(param); // named again is named last
        more.put(param, List.of(values).stream().map(Object::toString).toList());
        return new Group(effort, benchmarks, Collections.unmodifiableMap(more), allocation);
    }

    Group effort(Effort other) {
        return new Group(other, benchmarks, params, allocation);
    }

    Group countingAllocation() {
        return new Group(effort, benchmarks, params, true);
    }

    /** The trials of a round, neighbours next to each other; every second round runs backwards. */
    List<Trial> round(int round) {
        List<Trial> trials = new ArrayList<>(trials());
        if (round % 2 == 0) {
            Collections.reverse(trials);
        }
        return trials;
    }

    /** All combinations, in order. */
    List<Trial> trials() {
        List<Map<String, String>> choices = List.of(Map.of());
        for (Map.Entry<String, List<String>> param : params.entrySet()) {
            choices = choices.stream()
                    .flatMap(choice -> param.getValue().stream().map(value -> and(choice, param.getKey(), value)))
                    .toList();
        }
        return choices.stream()
                .flatMap(choice -> benchmarks.stream().map(benchmark -> new Trial(benchmark, choice)))
                .toList();
    }

    private static Map<String, String> and(Map<String, String> choice, String param, String value) {
        Map<String, String> more = new LinkedHashMap<>(choice);
        more.put(param, value);
        return Collections.unmodifiableMap(more);
    }
}
