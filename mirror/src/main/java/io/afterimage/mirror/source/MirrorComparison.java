package io.afterimage.mirror.source;

import io.afterimage.mirror.Delta;
import io.afterimage.mirror.DeltaOp;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.MirroredRecord;
import io.afterimage.mirror.Provenance;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.NullNode;

/**
 * Compares what a source shows with what the mirror has, for sources that show states rather than changes. Also gives
 * moments to what does not tell its own: each later than the one before, so that order survives. Not thread-safe; one
 * thread at a time.
 */
public final class MirrorComparison {

    private final MirrorStore mirror;
    private final Stamps stamps;

    /**
     * Compares with a mirror.
     *
     * @param mirror the mirror its deltas are applied to
     * @param time what time it is
     */
    public MirrorComparison(MirrorStore mirror, SourceTime time) {
        this(mirror, new Stamps(time));
    }

    MirrorComparison(MirrorStore mirror, Stamps stamps) {
        this.mirror = Objects.requireNonNull(mirror, "mirror");
        this.stamps = stamps;
    }

    /**
     * What is to be told of a record that was seen.
     *
     * @param seen the record as a delta; its moment is when it changed, by its own account
     * @return the delta, empty if the mirror has the record like that
     */
    public Optional<Delta> difference(Delta seen) {
        Optional<MirroredRecord> known = mirror.record(seen.resource(), seen.recordId());
        boolean same = seen.op() == DeltaOp.DELETE
                ? known.isEmpty()
                : known.isPresent() && known.get().holds(seen.payload());
        return same ? Optional.empty() : Optional.of(seen);
    }

    /**
     * What is to be told of a record that does not say when it changed. A difference that is seen now is newer than what is
     * known, whatever the clock says.
     *
     * @param seen the record as a delta
     * @return the delta with a moment, empty if the mirror has the record like that
     */
    public Optional<Delta> differenceNow(Delta seen) {
        return difference(seen)
                .map(delta -> delta.at(mirror.record(delta.resource(), delta.recordId())
                        .map(known -> stamps.after(known.occurredAt()))
                        .orElseGet(stamps::next)));
    }

    /**
     * That a record is gone, now.
     *
     * @param known the record as the mirror has it
     * @param provenance who says so
     * @return the delta
     */
    public Delta vanished(MirroredRecord known, Provenance provenance) {
        Instant moment = stamps.after(known.occurredAt());
        return new Delta(
                known.resource(), known.recordId(), DeltaOp.DELETE, NullNode.getInstance(), moment, provenance);
    }
}
