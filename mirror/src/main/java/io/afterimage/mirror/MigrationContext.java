package io.afterimage.mirror;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a {@link Migration} may read and write. Its writes are collected in memory and become one atomic write, together
 * with the migration's mark; each is an event in the log, so followers see it. Confined to the migration.
 */
public interface MigrationContext {

    /**
     * The resources as they were before the migration.
     *
     * @return by name
     */
    List<ResourceInfo> resources();

    /**
     * A resource's records as they were before the migration, in bounded memory.
     *
     * @param resource the resource
     * @return a stream to be closed by the caller
     */
    Stream<MirroredRecord> records(String resource);

    /**
     * One record, with what the migration has changed so far.
     *
     * @param resource the resource
     * @param recordId the record
     * @return the record, empty if it is absent or deleted
     */
    Optional<MirroredRecord> record(String resource, String recordId);

    /**
     * Applies a delta, whatever the strategies say.
     *
     * @param delta the delta
     */
    void apply(Delta delta);

    /**
     * Gives a record another payload; source, confidence and moment of origin stay.
     *
     * @param record the record
     * @param payload what it is to hold
     */
    default void replace(MirroredRecord record, JsonNode payload) {
        apply(new Delta(
                record.resource(),
                record.recordId(),
                DeltaOp.UPSERT,
                payload,
                record.occurredAt(),
                new Provenance(record.source(), record.confidence())));
    }

    /**
     * Removes a record; its tombstone has the source, confidence and moment of origin of the record.
     *
     * @param record the record
     */
    default void remove(MirroredRecord record) {
        apply(Delta.delete(record.resource(), record.recordId(), record.occurredAt(), record.source())
                .withConfidence(record.confidence()));
    }
}
