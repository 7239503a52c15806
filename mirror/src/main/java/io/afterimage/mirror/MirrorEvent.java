package io.afterimage.mirror;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One delta in the log, applied or not. An applied one tells the whole state of its record after it, so that a follower
 * needs no strategy. Immutable as long as nobody changes the payload.
 *
 * @param sequence its number, ascending over all resources; numbers may be left out
 * @param delta the delta as it came in
 * @param appliedAt when it was decided, by the mirror's clock
 * @param applied whether it changed the mirror
 * @param decision the strategy's label and its reason, such as {@code last-write-wins: newer}
 * @param version the record's version after it: raised by one if it was applied, else as before (0 = nothing known)
 * @param merged the payload that was stored, where it is another than the delta's own
 */
public record MirrorEvent(
        long sequence,
        Delta delta,
        Instant appliedAt,
        boolean applied,
        String decision,
        long version,
        Optional<JsonNode> merged) {

    /**
     * The record as this event left it.
     *
     * @return the record, empty if the event was skipped or was a delete
     */
    public Optional<MirroredRecord> record() {
        if (!applied || delta.op() == DeltaOp.DELETE) {
            return Optional.empty();
        }
        return Optional.of(new MirroredRecord(
                delta.resource(),
                delta.recordId(),
                merged.orElse(delta.payload()),
                delta.source(),
                appliedAt,
                delta.confidence(),
                version,
                delta.occurredAt()));
    }

    /**
     * The JSON form: {@code seq}, {@code resource}, {@code record_id}, {@code op}, {@code payload}, {@code source},
     * {@code confidence}, {@code occurred_at}, {@code applied_at}, {@code applied}, {@code decision}, {@code version} and,
     * where it differs from the payload, {@code merged}.
     *
     * @return a new object
     */
    public ObjectNode toJson() {
        return MirrorJson.write(this);
    }
}
