package io.afterimage.benchmarks.report;

import java.util.List;

/**
 * What the page shows, as data. Immutable.
 *
 * @param targets the promises
 * @param peers the comparison with every contender
 * @param tables figures that stand for themselves
 * @param sketches the pictures
 */
record Contents(List<Target> targets, Peers peers, List<FigureTable> tables, List<Sketch> sketches) {

    /** What is shown of runs of these sizes. */
    static Contents of(Sizes sizes) {
        return new Contents(
                Targets.of(sizes), Comparisons.peers(sizes), Comparisons.tables(sizes), Sketches.all(sizes));
    }
}
