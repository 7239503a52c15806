package io.afterimage.reactions;

/** What is done when a reaction cannot simply go on from its checkpoint. */
public enum RecoveryPolicy {
    /** Refuses to start, or stops, naming facts and remedies. */
    STRICT,
    /** Wipes the effect and builds it anew from a snapshot. */
    AUTO_RESET,
    /** Goes on at the oldest retained emission (a gap) or at the head (the rest), and counts what was skipped. */
    AUTO_SKIP_GAP
}
