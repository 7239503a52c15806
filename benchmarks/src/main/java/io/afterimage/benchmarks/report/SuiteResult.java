package io.afterimage.benchmarks.report;

import java.util.List;

/**
 * What a run of a suite left behind: the content of its JSON file. Immutable.
 *
 * @param suite the suite's name, which is its class's
 * @param circumstances when, where and of what
 * @param failures the trials that gave no result
 * @param measurements the trials that gave one, in the order in which they ran
 */
record SuiteResult(String suite, Circumstances circumstances, List<String> failures, List<Measurement> measurements) {}
