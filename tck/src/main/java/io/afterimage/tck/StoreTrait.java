package io.afterimage.tck;

/** What a backend can by its nature. A rule that needs a trait is asserted the other way round on a store without it. */
public enum StoreTrait {
    /** What was acknowledged is there when the directory is opened again. */
    SURVIVES_CLOSE,
    /** What was acknowledged is there after the process was killed. */
    SURVIVES_KILL,
    /** A second writer of one directory is refused, in this process and in any other. */
    EXCLUSIVE_WRITER,
    /** A store may be opened read-only beside its writer. */
    READERS_BESIDE_WRITER,
    /** A snapshot pins storage, so one that was never closed is reported. */
    REPORTS_LEAKS
}
