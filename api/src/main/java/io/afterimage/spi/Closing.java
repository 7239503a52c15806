package io.afterimage.spi;

import org.jspecify.annotations.Nullable;

/**
 * Closes several things in order, the later ones also when an earlier one fails. Not thread-safe; one thread at a time.
 */
final class Closing {

    private @Nullable RuntimeException failure;

    /** Takes the next step. */
    Closing then(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            if (failure == null) {
                failure = e;
            } else {
                failure.addSuppressed(e);
            }
        }
        return this;
    }

    /** Throws the first failure, if there was one, with the later ones suppressed in it. */
    void end() {
        if (failure != null) {
            throw failure;
        }
    }
}
