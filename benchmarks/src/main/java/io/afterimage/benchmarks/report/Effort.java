package io.afterimage.benchmarks.report;

/**
 * How long a trial measures and how often it is repeated. Where a benchmark is measured by single shots, the times mean
 * nothing and an iteration is one call. Immutable.
 *
 * @param rounds how many JVMs measure the same, one after another
 * @param warmups iterations that do not count
 * @param warmupMs the length of one
 * @param iterations iterations that count
 * @param iterationMs the length of one
 */
record Effort(int rounds, int warmups, int warmupMs, int iterations, int iterationMs) {

    /** The time that the iterations of all rounds take, without the loading of data and without single shots. */
    long leastMs() {
        return (long) rounds * (warmups * (long) warmupMs + iterations * (long) iterationMs);
    }
}
