package io.afterimage.mirror;

import java.util.List;
import java.util.Optional;

/**
 * A page of a resource's records. Immutable.
 *
 * @param records the records, ascending by the unsigned signature of their ids
 * @param next the token of the next page, empty after the last one
 */
public record RecordPage(List<MirroredRecord> records, Optional<String> next) {

    /** Copies the list. */
    public RecordPage {
        records = List.copyOf(records);
    }
}
