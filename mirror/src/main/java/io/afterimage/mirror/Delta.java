package io.afterimage.mirror;

import io.afterimage.RefusedException;
import java.time.Instant;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One change to one record of one resource, as a source tells it. Immutable as long as nobody changes the payload, which
 * is not copied.
 *
 * @param resource the collection the record belongs to (1 to 900 UTF-8 bytes)
 * @param recordId the record's identity inside it (1 to 4,096 UTF-8 bytes)
 * @param op what the delta does
 * @param payload the record's content, any JSON; JSON null for a delete
 * @param occurredAt when it happened at its origin (year 0000 to 9999)
 * @param provenance who says so
 */
public record Delta(
        String resource, String recordId, DeltaOp op, JsonNode payload, Instant occurredAt, Provenance provenance) {

    /** Checks the limits, and that a delete carries nothing. */
    public Delta {
        Limits.checkResource(resource);
        Limits.checkRecordId(recordId);
        Objects.requireNonNull(op, "op");
        Objects.requireNonNull(provenance, "provenance");
        Limits.checkMoment("occurred_at", occurredAt);
        if (payload.isMissingNode() || (op == DeltaOp.DELETE && !payload.isNull())) {
            throw new RefusedException("The payload does not fit the delta. Resource: " + resource + ". Record: "
                    + recordId + ". Expected: " + (op == DeltaOp.DELETE ? "null for a delete" : "JSON for an upsert")
                    + ". Found: " + payload.getNodeType() + ".");
        }
    }

    /**
     * The record is there with this content, trusted fully.
     *
     * @param resource the collection
     * @param recordId the record
     * @param payload its content
     * @param occurredAt when it happened at its origin
     * @param source the id of the source
     * @return the delta
     */
    public static Delta upsert(String resource, String recordId, JsonNode payload, Instant occurredAt, String source) {
        return new Delta(resource, recordId, DeltaOp.UPSERT, payload, occurredAt, Provenance.of(source));
    }

    /**
     * The record is gone, trusted fully.
     *
     * @param resource the collection
     * @param recordId the record
     * @param occurredAt when it happened at its origin
     * @param source the id of the source
     * @return the delta
     */
    public static Delta delete(String resource, String recordId, Instant occurredAt, String source) {
        return new Delta(resource, recordId, DeltaOp.DELETE, NullNode.getInstance(), occurredAt, Provenance.of(source));
    }

    /**
     * The same with another confidence.
     *
     * @param confidence from 0 to 1
     * @return the delta
     */
    public Delta withConfidence(double confidence) {
        return new Delta(resource, recordId, op, payload, occurredAt, new Provenance(provenance.source(), confidence));
    }

    /**
     * The same at another moment.
     *
     * @param moment when it happened at its origin
     * @return the delta
     */
    public Delta at(Instant moment) {
        return new Delta(resource, recordId, op, payload, moment, provenance);
    }

    /**
     * The id of the source.
     *
     * @return the provenance's source
     */
    public String source() {
        return provenance.source();
    }

    /**
     * How far it is trusted.
     *
     * @return the provenance's confidence
     */
    public double confidence() {
        return provenance.confidence();
    }

    /**
     * The JSON form: {@code resource}, {@code record_id}, {@code op}, {@code payload}, {@code occurred_at} (RFC 3339, UTC),
     * {@code provenance} with {@code source} and {@code confidence}.
     *
     * @return a new object
     */
    public ObjectNode toJson() {
        return MirrorJson.write(this);
    }

    /**
     * Reads the JSON form. Unknown members are ignored; a missing confidence is 1, a missing payload is that of a delete.
     *
     * @param json an object
     * @return the delta
     * @throws MalformedJsonException if a member is missing, of another type or outside its limits
     */
    public static Delta fromJson(JsonNode json) {
        return MirrorJson.readDelta(json);
    }

    /**
     * Reads the JSON form from text; decimal numbers of the payload keep all their digits.
     *
     * @param json one JSON object
     * @return the delta
     * @throws MalformedJsonException if it is no JSON, or not that of a delta
     */
    public static Delta parse(String json) {
        return fromJson(PayloadCodec.parse(json));
    }
}
