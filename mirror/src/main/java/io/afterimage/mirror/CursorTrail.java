package io.afterimage.mirror;

import io.afterimage.mirror.source.Pulled;
import io.afterimage.mirror.source.SourceContentException;
import org.jspecify.annotations.Nullable;

/**
 * Notices a source whose cursors stand still or go round in a circle while it says that there is more. One cursor is
 * remembered, and replaced after 1, 2, 4, 8 … steps (Brent), so that a circle of any length is found. Not thread-safe.
 */
final class CursorTrail {

    private final String source;

    private @Nullable String mark;
    private long power = 1;
    private long steps;

    CursorTrail(String source) {
        this.source = source;
    }

    /**
     * Looks at what was pulled, before it is applied.
     *
     * @throws SourceContentException if it would never end
     */
    void follow(@Nullable String asked, Pulled pulled) {
        String next = pulled.cursor();
        if (!pulled.hasMore() || next == null) {
            mark = null; // a walk has ended; another one may pass here again
            power = 1;
            steps = 0;
            return;
        }
        if (next.equals(asked) || next.equals(mark)) {
            throw new SourceContentException(
                    "The source says that there is more, and comes back to a cursor it had. Source: " + source
                            + ". Expected: a cursor that moves. Next: change the source; the stored cursor is still good.",
                    null);
        }
        steps++;
        if (steps >= power) {
            mark = next;
            power *= 2;
            steps = 0;
        }
    }
}
