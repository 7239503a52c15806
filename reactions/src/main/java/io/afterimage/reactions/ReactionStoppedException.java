package io.afterimage.reactions;

import org.jspecify.annotations.Nullable;

/**
 * Why a reaction does not go on with a query. The checkpoint stands before what failed; nothing was passed. Found in
 * {@link QueryStatus#failure}; act on what the message says, then start the reaction again.
 */
public final class ReactionStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReactionStoppedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
