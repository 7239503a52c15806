package io.afterimage.reactions;

import io.afterimage.SourcePosition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to become an emission: everything but its place in the query. Start from {@link #of}. Immutable as long as the
 * arrays are left alone.
 *
 * @param diffs the changes, in order of application
 * @param timestamp when the query published it, null where the live query's clock tells
 * @param metadata what else the query told, as text by name
 * @param sourcePositions where the sources stand after it, opaque, by source id
 */
public record EmissionDraft(
        List<RowDiff> diffs,
        @Nullable Instant timestamp,
        Map<String, String> metadata,
        Map<String, byte[]> sourcePositions) {

    /** Copies the collections and checks the source positions. */
    public EmissionDraft {
        diffs = List.copyOf(diffs);
        metadata = Map.copyOf(metadata);
        sourcePositions = Map.copyOf(sourcePositions);
        sourcePositions.forEach(SourcePosition::check);
    }

    /**
     * Starts a draft.
     *
     * @param diffs the changes, in order of application
     * @return a draft without timestamp, metadata and source positions
     */
    public static EmissionDraft of(List<? extends RowDiff> diffs) {
        return new EmissionDraft(List.copyOf(diffs), null, Map.of(), Map.of());
    }

    /**
     * States when the query published it.
     *
     * @param published the moment
     * @return a new draft
     */
    public EmissionDraft publishedAt(Instant published) {
        Objects.requireNonNull(published, "published");
        return new EmissionDraft(diffs, published, metadata, sourcePositions);
    }

    /**
     * States what else the query told.
     *
     * @param told text by name; replaces what was stated before
     * @return a new draft
     */
    public EmissionDraft withMetadata(Map<String, String> told) {
        return new EmissionDraft(diffs, timestamp, told, sourcePositions);
    }

    /**
     * States where a source stands after the emission.
     *
     * @param sourceId the source
     * @param position opaque bytes (see {@link SourcePosition})
     * @return a new draft
     * @throws io.afterimage.RefusedException if the source id or the position is outside its limits
     */
    public EmissionDraft withSourcePosition(String sourceId, byte[] position) {
        Map<String, byte[]> more = new LinkedHashMap<>(sourcePositions);
        more.put(sourceId, position);
        return new EmissionDraft(diffs, timestamp, metadata, more);
    }

    /**
     * States where sources stand after the emission.
     *
     * @param positions opaque bytes by source id; added to those that were stated before
     * @return a new draft
     * @throws io.afterimage.RefusedException if a source id or a position is outside its limits
     */
    public EmissionDraft withSourcePositions(Map<String, byte[]> positions) {
        Map<String, byte[]> more = new LinkedHashMap<>(sourcePositions);
        more.putAll(positions);
        return new EmissionDraft(diffs, timestamp, metadata, more);
    }
}
