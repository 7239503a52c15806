package io.afterimage.mirror.sql;

import io.afterimage.AfterimageException;
import java.util.Optional;

/**
 * How a follower stands to its mirror. Immutable.
 *
 * @param position the number of the last event that is in its tables
 * @param head the number of the mirror's last event
 * @param rebuilds how often the tables were made anew since it was opened
 * @param trouble why the last catching up failed, empty if it did not; the tables stand where they stood
 */
public record FollowerStatus(long position, long head, long rebuilds, Optional<AfterimageException> trouble) {

    /**
     * How far the follower is behind.
     *
     * @return the number of events, 0 = all are there
     */
    public long lag() {
        return Math.max(0, head - position);
    }
}
