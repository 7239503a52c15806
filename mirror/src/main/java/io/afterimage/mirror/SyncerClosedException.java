package io.afterimage.mirror;

/** The syncer was closed, before the call or during it. What was committed stays; a new syncer goes on after it. */
public final class SyncerClosedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SyncerClosedException(String sourceId) {
        super("The syncer is closed. Source: " + sourceId
                + ". Next: open another one; it goes on after what was committed.");
    }
}
