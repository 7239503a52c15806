package io.afterimage;

/**
 * The rule for a source position: opaque bytes with which a source resumes (a cursor, a log position, an offset), up to
 * {@value #MAX_BYTES}, under a source id that is held to the rule of {@link QueryId}.
 */
public final class SourcePosition {

    /** The longest source position, in bytes. */
    public static final int MAX_BYTES = 65_536;

    private SourcePosition() {}

    /**
     * Checks a source position.
     *
     * @param sourceId the source
     * @param position its opaque position
     * @throws RefusedException if the id or the position is outside its limits; nothing is written
     */
    public static void check(String sourceId, byte[] position) {
        QueryId.check(sourceId);
        if (position.length > MAX_BYTES) {
            throw new RefusedException("A source position is too long. Source: " + sourceId + ". Expected: up to "
                    + MAX_BYTES + " bytes. Found: " + position.length + " bytes.");
        }
    }
}
