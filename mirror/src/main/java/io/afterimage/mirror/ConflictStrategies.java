package io.afterimage.mirror;

import java.time.Instant;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/**
 * The built-in strategies. Where they compare moments, they do so by the order of {@link #lastWriteWins}:
 *
 * <ol>
 *   <li>occurred-at, later wins
 *   <li>confidence, higher wins
 *   <li>source id, greater wins (as strings compare)
 *   <li>operation, a delete wins
 *   <li>payload, greater wins (unsigned bytes of its JSON with members sorted and numbers in their shortest form)
 * </ol>
 *
 * <p>A tombstone takes part with what its delete said. Deltas that are equal in all five are one and the same.
 */
public final class ConflictStrategies {

    private static final String ABSENT = "absent";
    private static final String NEWER = "newer";
    private static final String OLDER = "older";
    private static final String REPEATED = "repeated";

    private ConflictStrategies() {}

    /**
     * The later delta wins, whatever the order in which they arrive: any order of the same deltas ends in the same
     * records, and repeated ones change nothing, for as long as tombstones are kept. The default.
     *
     * @return the strategy, labelled {@code last-write-wins}
     */
    public static ConflictStrategy lastWriteWins() {
        return named("last-write-wins", ConflictStrategies::byOrder);
    }

    /**
     * The delta that arrives later wins, whenever it occurred. The end state depends on the order of arrival, and a late
     * upsert brings a deleted record back. Only a delta that repeats the one before it changes nothing.
     *
     * @return the strategy, labelled {@code arrival-order}
     */
    public static ConflictStrategy arrivalOrder() {
        return named("arrival-order", (existing, incoming) -> {
            if (existing instanceof Existing.Absent) {
                return new Resolution.Apply(ABSENT);
            }
            return compare(incoming, existing) == 0
                    ? new Resolution.Skip(REPEATED)
                    : new Resolution.Apply("arrived later");
        });
    }

    /**
     * The delta that is trusted more wins; among equally trusted ones the order of {@link #lastWriteWins} decides. The end
     * state does not depend on the order of arrival.
     *
     * @return the strategy, labelled {@code highest-confidence}
     */
    public static ConflictStrategy highestConfidence() {
        return named("highest-confidence", (existing, incoming) -> {
            int order = Double.compare(incoming.confidence(), confidence(existing, incoming));
            if (order == 0) {
                return byOrder(existing, incoming);
            }
            return order > 0 ? new Resolution.Apply("trusted more") : new Resolution.Skip("trusted less");
        });
    }

    /**
     * What is here stays: a delta is applied only where there is no record. Where one was deleted, the order of
     * {@link #lastWriteWins} decides.
     *
     * @return the strategy, labelled {@code keep-local}
     */
    public static ConflictStrategy keepLocal() {
        return named(
                "keep-local",
                (existing, incoming) -> existing instanceof MirroredRecord
                        ? new Resolution.Skip("present")
                        : byOrder(existing, incoming));
    }

    /**
     * Objects are merged deeply: keys of the incoming one win, keys it lacks survive; anything but two objects is
     * replaced. It is for several sources that each know a part of a record, so an upsert of another source than the last
     * one is merged whenever it occurred. One of the same source that is older is skipped, and so is one that changes
     * nothing: repeated deltas of one source change nothing. Deletes, and upserts of a deleted record, are held to the
     * order of {@link #lastWriteWins}.
     *
     * @return the strategy, labelled {@code merge-json}
     */
    public static ConflictStrategy mergeJson() {
        return named("merge-json", (existing, incoming) -> {
            if (existing instanceof MirroredRecord record && incoming.op() == DeltaOp.UPSERT) {
                return merge(record, incoming);
            }
            return byOrder(existing, incoming);
        });
    }

    private static Resolution merge(MirroredRecord record, Delta incoming) {
        int order = incoming.occurredAt().compareTo(record.occurredAt());
        if (order < 0 && incoming.source().equals(record.source())) {
            return new Resolution.Skip(OLDER);
        }
        JsonNode merged = JsonMerge.merge(record.payload(), incoming.payload());
        boolean same = Arrays.equals(PayloadCodec.canonical(merged), PayloadCodec.canonical(record.payload()));
        return same && order <= 0 ? new Resolution.Skip(REPEATED) : new Resolution.ApplyMerged(merged, "merged");
    }

    private static Resolution byOrder(Existing existing, Delta incoming) {
        if (existing instanceof Existing.Absent) {
            return new Resolution.Apply(ABSENT);
        }
        int order = compare(incoming, existing);
        if (order == 0) {
            return new Resolution.Skip(REPEATED);
        }
        return order > 0 ? new Resolution.Apply(NEWER) : new Resolution.Skip(OLDER);
    }

    private static double confidence(Existing existing, Delta incoming) {
        if (existing instanceof MirroredRecord record) {
            return record.confidence();
        }
        return existing instanceof Tombstone tombstone ? tombstone.confidence() : incoming.confidence();
    }

    /** The order of last write wins; whatever comes in is later than nothing. */
    private static int compare(Delta incoming, Existing existing) {
        if (existing instanceof MirroredRecord record) {
            int order = compare(incoming, record.occurredAt(), record.confidence(), record.source());
            if (order != 0) {
                return order;
            }
            return incoming.op() == DeltaOp.DELETE
                    ? 1
                    : Arrays.compareUnsigned(
                            PayloadCodec.canonical(incoming.payload()), PayloadCodec.canonical(record.payload()));
        }
        if (existing instanceof Tombstone tombstone) {
            int order = compare(incoming, tombstone.occurredAt(), tombstone.confidence(), tombstone.source());
            if (order != 0) {
                return order;
            }
            return incoming.op() == DeltaOp.DELETE ? 0 : -1;
        }
        return 1;
    }

    private static int compare(Delta incoming, Instant occurredAt, double confidence, String source) {
        int order = incoming.occurredAt().compareTo(occurredAt);
        if (order == 0) {
            order = Double.compare(incoming.confidence(), confidence);
        }
        return order != 0 ? order : incoming.source().compareTo(source);
    }

    private static ConflictStrategy named(String label, Decision decision) {
        return new ConflictStrategy() {
            @Override
            public Resolution resolve(Existing existing, Delta incoming) {
                return decision.of(existing, incoming);
            }

            @Override
            public String label() {
                return label;
            }

            @Override
            public String toString() {
                return label;
            }
        };
    }

    /** What a strategy does. */
    @FunctionalInterface
    private interface Decision {
        Resolution of(Existing existing, Delta incoming);
    }
}
