package io.afterimage.drasi;

/** Emissions are missing before a line, so it was not applied, nor anything after it. */
public final class MissingEmissionsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MissingEmissionsException(String queryId, long expectedSequence, long foundSequence, long line) {
        super("Emissions are missing. Query: " + queryId + ". Line: " + line + ". Expected: sequence "
                + expectedSequence + ". Found: sequence " + foundSequence
                + ". Next: give an input that holds the missing ones, or accept the loss with --allow-gaps.");
    }
}
