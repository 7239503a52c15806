package io.afterimage.mirror.service;

/** What a caller of the {@link MirrorService} may do. Immutable. */
public enum Access {
    /** Ask. */
    READ,
    /** Ask, and make the mirror sync. */
    WRITE
}
