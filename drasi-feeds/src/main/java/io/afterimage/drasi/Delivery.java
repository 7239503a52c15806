package io.afterimage.drasi;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a request of a wire brings: a diff of an emission that the wire may split, a whole emission, or a control
 * event. Immutable.
 */
public sealed interface Delivery {

    /**
     * The query.
     *
     * @return a legal query id
     */
    String queryId();

    /**
     * The number it has, or belongs to, in the query's sequence.
     *
     * @return 1 or more
     */
    long sequence();

    /**
     * One diff of an emission that may be split over requests: an item of the gRPC reaction, a body of the HTTP reaction,
     * an element of its batch.
     *
     * @param queryId the query
     * @param sequence the emission it belongs to
     * @param change the diff
     * @param resultCount how many diffs the whole emission has (1 or more); null where the wire does not say
     * @param timestamp when the query published the emission; null where the wire does not say
     * @param metadata what else the query told of the emission, as text by name
     */
    record Part(
            String queryId,
            long sequence,
            RowChange change,
            @Nullable Integer resultCount,
            @Nullable Instant timestamp,
            Map<String, String> metadata)
            implements Delivery {

        /**
         * Checks the numbers and copies the metadata. Written out because a compact constructor loses the nullness of its
         * parameters in the class file.
         *
         * @param queryId the query
         * @param sequence the emission it belongs to
         * @param change the diff
         * @param resultCount how many diffs the whole emission has; null where the wire does not say
         * @param timestamp when the query published the emission; null where the wire does not say
         * @param metadata what else the query told of the emission, as text by name
         * @throws UnusableLineException if the query id or a number is outside its limits
         */
        public Part(
                String queryId,
                long sequence,
                RowChange change,
                @Nullable Integer resultCount,
                @Nullable Instant timestamp,
                Map<String, String> metadata) {
            this.queryId = Limits.queryId(queryId);
            this.sequence = Limits.atLeastOne("sequence", sequence);
            this.change = Objects.requireNonNull(change, "change");
            this.resultCount =
                    resultCount == null ? null : (Integer) (int) Limits.atLeastOne("result_count", resultCount);
            this.timestamp = timestamp;
            this.metadata = Map.copyOf(metadata);
        }
    }

    /**
     * A whole emission, as Drasi Platform and the forms with {@code results} send it.
     *
     * @param emission the emission
     * @param timestamp when the query published it; null where the wire does not say
     * @param metadata what else the query told of it, as text by name
     */
    record Whole(ParsedLine.Emission emission, @Nullable Instant timestamp, Map<String, String> metadata)
            implements Delivery {

        /**
         * Copies the metadata. Written out because a compact constructor loses the nullness of its parameters in the class
         * file.
         *
         * @param emission the emission
         * @param timestamp when the query published it; null where the wire does not say
         * @param metadata what else the query told of it, as text by name
         */
        public Whole(ParsedLine.Emission emission, @Nullable Instant timestamp, Map<String, String> metadata) {
            this.emission = Objects.requireNonNull(emission, "emission");
            this.timestamp = timestamp;
            this.metadata = Map.copyOf(metadata);
        }

        @Override
        public String queryId() {
            return emission.queryId();
        }

        @Override
        public long sequence() {
            return emission.sequence();
        }
    }

    /**
     * A control event of Drasi Platform.
     *
     * @param event the event
     */
    record Control(ParsedLine.Control event) implements Delivery {

        @Override
        public String queryId() {
            return event.queryId();
        }

        @Override
        public long sequence() {
            return event.sequence();
        }
    }
}
