package io.afterimage.mirror;

import java.time.Instant;

/**
 * A stored cursor. Immutable.
 *
 * @param source the id of the source
 * @param resource the resource, or {@link CursorUpdate#WHOLE_SOURCE}
 * @param cursor the source's opaque text
 * @param updatedAt when it was stored, by the mirror's clock
 */
public record CursorInfo(String source, String resource, String cursor, Instant updatedAt) {}
