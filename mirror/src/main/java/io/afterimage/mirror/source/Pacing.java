package io.afterimage.mirror.source;

import io.afterimage.RefusedException;
import java.time.Duration;
import java.util.Objects;

/**
 * How a source that has nothing more is asked again. Immutable.
 *
 * @param pause how long to wait after an answer that said there is no more (more than 0)
 * @param time how to wait
 */
public record Pacing(Duration pause, SourceTime time) {

    /** Checks the pause. */
    public Pacing {
        Objects.requireNonNull(time, "time");
        if (pause.isNegative() || pause.isZero()) {
            throw new RefusedException(
                    "A pause between two pulls must take time. Expected: more than 0. Found: " + pause + ".");
        }
    }

    /**
     * Pauses of the machine's own time.
     *
     * @param pause how long to wait after an answer that said there is no more (more than 0)
     * @return the pacing
     */
    public static Pacing every(Duration pause) {
        return new Pacing(pause, SourceTime.system());
    }
}
