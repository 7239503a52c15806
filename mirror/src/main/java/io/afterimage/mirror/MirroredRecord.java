package io.afterimage.mirror;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record as the mirror holds it. Immutable as long as nobody changes the payload.
 *
 * @param resource the collection it belongs to
 * @param recordId its identity inside it
 * @param payload its content, any JSON
 * @param source the source of the delta that was applied last
 * @param lastSyncedAt when that delta was applied here, by the mirror's clock
 * @param confidence how far that delta was trusted
 * @param version 1 for the first delta that was applied, and 1 more for each after it
 * @param occurredAt when the delta that was applied last happened at its origin
 */
public record MirroredRecord(
        String resource,
        String recordId,
        JsonNode payload,
        String source,
        Instant lastSyncedAt,
        double confidence,
        long version,
        Instant occurredAt)
        implements Existing {

    /** Checks that everything is there. */
    public MirroredRecord {
        Limits.checkResource(resource);
        Limits.checkRecordId(recordId);
        Objects.requireNonNull(payload, "payload");
        confidence = new Provenance(source, confidence).confidence();
        Limits.checkMoment("last_synced_at", lastSyncedAt);
        Limits.checkMoment("occurred_at", occurredAt);
        Limits.checkVersion(version);
    }

    /**
     * Whether the record's content is this one: the same JSON, whatever the order of its members and however its numbers
     * are written.
     *
     * @param content any JSON
     * @return true if there is no difference
     */
    public boolean holds(JsonNode content) {
        return Arrays.equals(PayloadCodec.canonical(payload), PayloadCodec.canonical(content));
    }

    /**
     * The JSON form: {@code resource}, {@code record_id}, {@code payload}, {@code source}, {@code last_synced_at},
     * {@code confidence}, {@code version}, {@code occurred_at}.
     *
     * @return a new object
     */
    public ObjectNode toJson() {
        return MirrorJson.write(this);
    }

    /**
     * Reads the JSON form. Unknown members are ignored.
     *
     * @param json an object
     * @return the record
     * @throws MalformedJsonException if a member is missing, of another type or outside its limits
     */
    public static MirroredRecord fromJson(JsonNode json) {
        return MirrorJson.readRecord(json);
    }
}
