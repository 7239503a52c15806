package io.afterimage.mirror;

import java.util.ArrayList;
import java.util.List;

/**
 * Deltas of any number of resources, in order, and the cursors they bring their sources to: what {@link MirrorStore#apply}
 * writes as a whole or not at all. Immutable.
 *
 * @param deltas the deltas, in the order in which they are applied
 * @param cursors where sources resume after them; the last one for a source and resource wins
 */
public record DeltaBatch(List<Delta> deltas, List<CursorUpdate> cursors) {

    /** Copies the lists. */
    public DeltaBatch {
        deltas = List.copyOf(deltas);
        cursors = List.copyOf(cursors);
    }

    /**
     * A batch that leaves all cursors where they are.
     *
     * @param deltas the deltas, in order
     * @return the batch
     */
    public static DeltaBatch of(List<Delta> deltas) {
        return new DeltaBatch(deltas, List.of());
    }

    /**
     * A batch of some deltas that leaves all cursors where they are.
     *
     * @param deltas the deltas, in order
     * @return the batch
     */
    public static DeltaBatch of(Delta... deltas) {
        return of(List.of(deltas));
    }

    /**
     * The same with the cursor of a source as a whole.
     *
     * @param source the id of the source
     * @param cursor where it resumes
     * @return the batch
     */
    public DeltaBatch withCursor(String source, String cursor) {
        return withCursor(source, CursorUpdate.WHOLE_SOURCE, cursor);
    }

    /**
     * The same with the cursor of a source for one resource.
     *
     * @param source the id of the source
     * @param resource the resource
     * @param cursor where it resumes
     * @return the batch
     */
    public DeltaBatch withCursor(String source, String resource, String cursor) {
        List<CursorUpdate> all = new ArrayList<>(cursors);
        all.add(new CursorUpdate(source, resource, cursor));
        return new DeltaBatch(deltas, all);
    }
}
