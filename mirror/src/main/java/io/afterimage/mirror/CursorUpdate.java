package io.afterimage.mirror;

import io.afterimage.RefusedException;
import java.nio.charset.StandardCharsets;

/**
 * Where a source resumes, to be stored together with the deltas it pulled. Immutable.
 *
 * @param source the id of the source
 * @param resource the resource the cursor is for, or {@link #WHOLE_SOURCE}
 * @param cursor opaque text of the source (up to 60,000 UTF-8 bytes)
 */
public record CursorUpdate(String source, String resource, String cursor) {

    /** Stands for the source as a whole. */
    public static final String WHOLE_SOURCE = "*";

    static final int MAX_UTF8_BYTES = 60_000;

    /** Checks the limits. */
    public CursorUpdate {
        Limits.checkSource(source);
        if (!resource.equals(WHOLE_SOURCE)) {
            Limits.checkResource(resource);
        }
        int utf8Bytes = cursor.getBytes(StandardCharsets.UTF_8).length;
        if (utf8Bytes > MAX_UTF8_BYTES || !StandardCharsets.UTF_8.newEncoder().canEncode(cursor)) {
            throw new RefusedException("A cursor is outside its limits. Source: " + source + ". Resource: " + resource
                    + ". Expected: up to " + MAX_UTF8_BYTES + " UTF-8 bytes of well-formed Unicode. Found: " + utf8Bytes
                    + " bytes.");
        }
    }
}
