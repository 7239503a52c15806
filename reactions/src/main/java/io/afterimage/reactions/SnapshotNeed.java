package io.afterimage.reactions;

/** Whether a reaction's effect is built from all rows, or from changes alone. */
public enum SnapshotNeed {
    /** The effect is a copy or a sum of the rows: a fresh start and a reset read a snapshot. */
    NEEDS_SNAPSHOT,
    /** The effect answers single emissions (a message, a call): a fresh start begins at the head. */
    NO_SNAPSHOT
}
