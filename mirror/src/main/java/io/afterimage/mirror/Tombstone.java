package io.afterimage.mirror;

import java.time.Instant;

/**
 * What a delete leaves for a time, so that an older upsert that comes late does not raise the dead. Immutable.
 *
 * @param resource the collection the record belonged to
 * @param recordId its identity inside it
 * @param source the source of the delete
 * @param deletedAt when the delete was applied here, by the mirror's clock
 * @param confidence how far the delete was trusted
 * @param version the number of deltas applied so far, the delete included; a record that comes back goes on from it
 * @param occurredAt when the delete happened at its origin
 */
public record Tombstone(
        String resource,
        String recordId,
        String source,
        Instant deletedAt,
        double confidence,
        long version,
        Instant occurredAt)
        implements Existing {

    /** Checks that everything is there. */
    public Tombstone {
        Limits.checkResource(resource);
        Limits.checkRecordId(recordId);
        confidence = new Provenance(source, confidence).confidence();
        Limits.checkMoment("deleted_at", deletedAt);
        Limits.checkMoment("occurred_at", occurredAt);
        Limits.checkVersion(version);
    }
}
