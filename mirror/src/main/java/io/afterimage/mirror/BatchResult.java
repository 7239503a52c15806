package io.afterimage.mirror;

import java.util.List;

/**
 * What became of a batch that was written. Immutable.
 *
 * @param head the number of the last event after it
 * @param outcomes one per delta, in the same order
 */
public record BatchResult(long head, List<DeltaOutcome> outcomes) {

    /** Copies the list. */
    public BatchResult {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * How many deltas changed the mirror.
     *
     * @return the number
     */
    public int applied() {
        return (int) outcomes.stream().filter(DeltaOutcome::applied).count();
    }

    /**
     * How many deltas were skipped.
     *
     * @return the number
     */
    public int skipped() {
        return outcomes.size() - applied();
    }
}
