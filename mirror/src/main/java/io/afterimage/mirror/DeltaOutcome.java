package io.afterimage.mirror;

/**
 * What became of one delta of a batch. Immutable.
 *
 * @param sequence the number of its event
 * @param applied whether it changed the mirror
 * @param decision the strategy's label and its reason, such as {@code last-write-wins: newer}
 * @param version the record's version after it: raised by one if it was applied, else as before (0 = nothing known)
 */
public record DeltaOutcome(long sequence, boolean applied, String decision, long version) {}
