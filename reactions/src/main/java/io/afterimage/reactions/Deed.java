package io.afterimage.reactions;

import io.afterimage.RefusedException;
import io.afterimage.StoreClosedException;
import io.afterimage.StoreUnavailableException;

/** What a worker is at when it fails: decides whether and how long it is tried again. */
enum Deed {
    ASKING_THE_FEED("asking the feed"),
    READING_THE_CHECKPOINT("reading the checkpoint"),
    BOOTSTRAPPING("bootstrapping"),
    HANDLING("handling the emission"),
    RECORDING_THE_DEAD_LETTER("recording the dead letter"),
    WRITING_THE_CHECKPOINT("writing the checkpoint");

    private final String words;

    Deed(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Whether it is tried again, however often it has failed: the feed says itself that the reason may pass. */
    boolean waitsOut(Throwable failure) {
        return this == ASKING_THE_FEED && failure instanceof StoreUnavailableException;
    }

    /** Whether trying again is of no use. A handler's errors are its own affair: it may fail for any reason and recover. */
    boolean isHopeless(Throwable failure) {
        boolean said = failure instanceof StoreClosedException || failure instanceof RefusedException;
        return failure instanceof InterruptedException || (said && this != HANDLING && this != BOOTSTRAPPING);
    }
}
