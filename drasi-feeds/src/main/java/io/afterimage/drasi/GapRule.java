package io.afterimage.drasi;

/** What a feed does when emissions stay missing, and no {@link GapHealer} brings them. */
public enum GapRule {
    /** Wait for them for ever: what follows is held within the limits, then answered with "not ready". */
    REFUSE,
    /** Go on after them once they have been waited for, and count them. */
    SKIP
}
