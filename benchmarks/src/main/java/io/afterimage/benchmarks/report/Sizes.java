package io.afterimage.benchmarks.report;

/**
 * How large the sets are: the targets' own sizes, or smaller ones for a quick run, which the report then states. Immutable.
 *
 * @param live the usual number of live rows
 * @param small a small set
 * @param medium the set with which a large one is compared where rows are applied
 * @param large a large set
 * @param huge the set that is cleared and replaced
 * @param retention the larger retention of an outbox
 */
record Sizes(int live, int small, int medium, int large, int huge, int retention) {

    /** The targets' own. */
    static final Sizes FULL = new Sizes(1_000_000, 10_000, 100_000, 10_000_000, 5_000_000, 1_000_000);

    /** Smaller ones. */
    static final Sizes QUICK = new Sizes(100_000, 10_000, 20_000, 500_000, 500_000, 20_000);

    static Sizes of(boolean quickly) {
        return quickly ? QUICK : FULL;
    }
}
