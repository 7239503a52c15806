package io.afterimage;

/** What a commit's sequence is held to (C10). */
public enum SequenceRule {
    /** Exactly one more than the stored sequence. The rule for feeds that number every emission. */
    NEXT,
    /** Anything greater than the stored sequence. The rule for feeds whose control events consume numbers. */
    NEWER
}
