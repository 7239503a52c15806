package io.afterimage.tck.torture;

import io.afterimage.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A write that was acknowledged. Immutable.
 *
 * @param begin when it was called
 * @param end when it was answered
 * @param parts what it did to each query, all at once
 */
record HistoryWrite(long begin, long end, List<Part> parts) {

    HistoryWrite {
        parts = List.copyOf(parts);
    }

    /**
     * What it did to one query.
     *
     * @param query the query's number
     * @param order which of the query's writes it is, from 1 on
     * @param afresh whether all rows went before
     * @param changes the new versions by signature, 0 for a row that went
     * @param position where the query stood then, if it moved
     * @param count the rows it had then, if the answer said so
     */
    record Part(
            int query,
            long order,
            boolean afresh,
            Map<Integer, Long> changes,
            Optional<Position> position,
            OptionalLong count) {

        HistoryState after(HistoryState before) {
            HistoryState rows = (afresh ? before.withoutRows() : before).with(changes);
            return position.map(rows::at).orElse(rows);
        }
    }
}
