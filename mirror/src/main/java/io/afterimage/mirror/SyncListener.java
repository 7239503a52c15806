package io.afterimage.mirror;

/**
 * Is told how syncs get on, from the thread that syncs; quick. An error it throws ends the sync, and what was committed
 * stays.
 */
public interface SyncListener {

    /** Hears nothing. */
    SyncListener NONE = new SyncListener() {};

    /**
     * A batch was committed.
     *
     * @param soFar what the sync has done
     */
    default void committed(SyncReport soFar) {}

    /**
     * A followed source cannot be reached and will be asked again after a pause.
     *
     * @param soFar what the sync has done, with the error
     */
    default void faltered(SyncReport soFar) {}

    /**
     * The sync has ended, well or not.
     *
     * @param report what it did, with the error that ended it early
     */
    default void ended(SyncReport report) {}
}
