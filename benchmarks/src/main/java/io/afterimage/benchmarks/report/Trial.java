package io.afterimage.benchmarks.report;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * One benchmark under one choice of its parameters: what one JVM measures. Immutable.
 *
 * @param benchmark the method's name
 * @param params a value for each parameter that the group chooses
 */
record Trial(String benchmark, Map<String, String> params) {

    /** As a reader of a message knows it: {@code apply batch=100 contender=LMDB}. */
    String name() {
        return params.entrySet().stream()
                .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("", benchmark, ""));
    }
}
