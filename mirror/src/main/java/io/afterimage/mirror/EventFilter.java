package io.afterimage.mirror;

/** Which events a reader of the log asks for. Immutable. */
public enum EventFilter {
    /** Only those that changed the mirror. */
    APPLIED,
    /** All, with their decision. */
    ALL
}
