package io.afterimage.mirror.service;

import java.util.Locale;

/** Why a request has no answer, named by what the caller does next. Immutable. */
public enum ErrorCode {
    /** The request is not what its method takes. Mend it. */
    BAD_REQUEST,
    /** There is no such method. Ask for one that there is. */
    UNKNOWN_METHOD,
    /** The caller may not do this. Ask with other rights. */
    FORBIDDEN,
    /** There is no such source. Ask for one that is configured. */
    UNKNOWN_SOURCE,
    /** The query has no answer as it is; the text says why. Mend it, or ask for less. */
    QUERY_REFUSED,
    /** The source gave no deltas; the text says whether trying again is of use. The mirror stands where it stood. */
    SOURCE_FAILED,
    /** Too much is going on. Ask again later. */
    BUSY,
    /** The mirror is closed. Open it. */
    CLOSED,
    /** The store under the mirror could not do its part; the text says what to do. */
    STORE_ERROR,
    /** A defect. Report it. */
    INTERNAL;

    /**
     * The code in answers.
     *
     * @return its name in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
