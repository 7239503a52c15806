package io.afterimage;

import java.util.Locale;

/**
 * The rule for the name of a live query (C5): any Unicode string of 1 to {@value #MAX_UTF8_BYTES} UTF-8 bytes, with NUL,
 * slashes, quotes and characters beyond the basic plane, but without unpaired surrogates, which UTF-8 cannot carry.
 */
public final class QueryId {

    /** The longest query id, in UTF-8 bytes. */
    public static final int MAX_UTF8_BYTES = 1_024;

    /**
     * How the ids begin under which Afterimage keeps state of its own beside its users' queries: checkpoints, and the like.
     * They are queries like any other; tools leave them out of lists for people. NUL sorts before everything else.
     */
    public static final String INTERNAL_PREFIX = "\0afterimage.";

    private QueryId() {}

    /**
     * Whether an id is Afterimage's own.
     *
     * @param queryId a query id
     * @return true if it begins with {@link #INTERNAL_PREFIX}
     */
    public static boolean isInternal(String queryId) {
        return queryId.startsWith(INTERNAL_PREFIX);
    }

    /**
     * Checks a query id.
     *
     * @param queryId the id to check
     * @return the same id
     * @throws RefusedException if it is empty, too long, or holds an unpaired surrogate; nothing is written
     */
    public static String check(String queryId) {
        int utf8Bytes = utf8Length(queryId);
        if (utf8Bytes == 0) {
            throw new RefusedException("The query id is empty. Expected: 1 to " + MAX_UTF8_BYTES + " UTF-8 bytes.");
        }
        if (utf8Bytes > MAX_UTF8_BYTES) {
            throw new RefusedException("The query id is too long. Expected: 1 to " + MAX_UTF8_BYTES
                    + " UTF-8 bytes. Found: " + utf8Bytes + " bytes, beginning with "
                    + queryId.substring(0, queryId.offsetByCodePoints(0, 40)) + ".");
        }
        return queryId;
    }

    private static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                throw new RefusedException("The query id holds an unpaired surrogate. Index: " + i
                        + ". Found: U+" + Integer.toHexString(c).toUpperCase(Locale.ROOT)
                        + ". Expected: well-formed Unicode.");
            }
        }
        return bytes;
    }
}
