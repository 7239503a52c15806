package io.afterimage.reactions;

import io.afterimage.Snapshot;

/**
 * What a reaction builds its effect from. Valid during the call only.
 *
 * @param snapshot all rows at the position that becomes the checkpoint; closed by the runtime
 * @param cause why it is read
 */
public record Bootstrap(Snapshot snapshot, Cause cause) {

    /** Why a snapshot is read. */
    public enum Cause {
        /** There is no checkpoint: the effect is empty, or what an interrupted bootstrap has left of it. */
        FRESH_START,
        /** The effect cannot be brought up to date: what is there of it must be wiped first. */
        RESET
    }
}
