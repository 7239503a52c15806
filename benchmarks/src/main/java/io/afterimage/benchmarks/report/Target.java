package io.afterimage.benchmarks.report;

import java.util.List;
import java.util.Optional;

/**
 * A promise about speed. Immutable.
 *
 * @param leading whether it stands on the project's first page
 * @param what what is compared with what
 * @param quantity what is measured
 * @param bound what is asked of it
 */
record Target(boolean leading, String what, Quantity quantity, Bound bound) {

    /** The titles of {@link #row}. */
    static final List<String> TITLES = List.of("what", "target", "measured", "holds");

    /** The target beside what was measured. */
    List<String> row(Results results) {
        Optional<Spread> measured = quantity.in(results);
        return List.of(
                what,
                bound.text(quantity.unit()),
                measured.map(spread -> spread.text(quantity.unit())).orElse("–"),
                measured.map(this::verdict).orElse("missing"));
    }

    private String verdict(Spread spread) {
        if (bound instanceof Bound.Stated) {
            return "";
        }
        if (bound.holds(bound.worst(spread))) {
            return "yes";
        }
        return bound.holds(spread.median()) ? "by the median" : "**no**";
    }
}
