package io.afterimage.mirror;

/**
 * What a sync did to one resource. Immutable.
 *
 * @param pulled deltas that came
 * @param applied deltas that changed the mirror
 * @param skipped deltas that the strategy skipped
 */
public record ResourceCounts(long pulled, long applied, long skipped) {

    static final ResourceCounts NONE = new ResourceCounts(0, 0, 0);

    ResourceCounts plus(DeltaOutcome outcome) {
        return new ResourceCounts(
                pulled + 1, applied + (outcome.applied() ? 1 : 0), skipped + (outcome.applied() ? 0 : 1));
    }

    ResourceCounts plus(ResourceCounts other) {
        return new ResourceCounts(pulled + other.pulled, applied + other.applied, skipped + other.skipped);
    }
}
