package io.afterimage;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rule for a source position: opaque bytes with which a source resumes (a cursor, a log position, an offset), up to
 * {@value #MAX_BYTES}, under a source id that is held to the rule of {@link QueryId}.
 */
public final class SourcePosition {

    /** The longest source position, in bytes. */
    public static final int MAX_BYTES = 65_536;

    private SourcePosition() {}

    /**
     * Checks source positions and takes a copy, so that the caller may go on with the map and its arrays.
     *
     * @param positions opaque positions by source id
     * @return the same in an unmodifiable map with arrays of its own
     * @throws RefusedException if an id or a position is outside its limits
     */
    public static Map<String, byte[]> checkedCopy(Map<String, byte[]> positions) {
        Map<String, byte[]> copies = new TreeMap<>();
        positions.forEach((sourceId, position) -> {
            check(sourceId, position);
            copies.put(sourceId, position.clone());
        });
        return Collections.unmodifiableMap(copies);
    }

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
