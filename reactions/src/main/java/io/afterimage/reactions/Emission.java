package io.afterimage.reactions;

import io.afterimage.Position;
import io.afterimage.RowMutation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a live query publishes at once: row diffs under one sequence. Immutable.
 *
 * @param queryId the query
 * @param position where the query stands after it: generation, sequence, config hash
 * @param timestamp when the query published it
 * @param diffs the changes, in order of application; may be empty
 * @param metadata what else the query told, as text by name
 */
public record Emission(
        String queryId, Position position, Instant timestamp, List<RowDiff> diffs, Map<String, String> metadata) {

    /** Copies the collections. */
    public Emission {
        Objects.requireNonNull(queryId, "queryId");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(timestamp, "timestamp");
        diffs = List.copyOf(diffs);
        metadata = Map.copyOf(metadata);
    }

    /**
     * The emission's sequence.
     *
     * @return that of the position
     */
    public long sequence() {
        return position.sequence();
    }

    /**
     * What the emission does to a stored copy of the result set.
     *
     * @return one mutation per diff, in order
     */
    public List<RowMutation> mutations() {
        return diffs.stream().map(RowDiff::mutation).toList();
    }

    @Override
    public String toString() {
        return "emission(" + queryId + ", " + position + ", " + diffs.size() + " diffs)";
    }
}
