package io.afterimage.mirror;

import java.util.Collection;

/** There is no source of that id. Nothing was done; name one that was registered. */
public final class UnknownSourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownSourceException(String sourceId, Collection<String> known) {
        super("There is no such source. Expected: one of " + known + ". Found: " + sourceId + ".");
    }
}
