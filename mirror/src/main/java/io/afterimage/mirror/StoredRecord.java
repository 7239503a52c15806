package io.afterimage.mirror;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A record as its row holds it: without its resource, with its payload unread. Immutable. */
record StoredRecord(
        String recordId,
        byte[] payload,
        String source,
        Instant lastSyncedAt,
        double confidence,
        long version,
        Instant occurredAt) {

    static final BucketCodec<StoredRecord> CODEC = new Codec();

    MirroredRecord in(String resource) {
        String queryId = MirrorQueries.records(resource);
        JsonNode content = PayloadCodec.decode(queryId, payload);
        return FieldReader.fitting(
                queryId,
                "record " + recordId,
                () -> new MirroredRecord(
                        resource, recordId, content, source, lastSyncedAt, confidence, version, occurredAt));
    }

    static StoredRecord of(MirroredRecord record) {
        return new StoredRecord(
                record.recordId(),
                PayloadCodec.encode(record.resource(), record.recordId(), record.payload()),
                record.source(),
                record.lastSyncedAt(),
                record.confidence(),
                record.version(),
                record.occurredAt());
    }

    /** All records of one signature, by id. */
    private static final class Codec implements BucketCodec<StoredRecord> {

        private static final int FORMAT_VERSION = 1;

        @Override
        public byte[] encode(List<StoredRecord> bucket) {
            List<StoredRecord> sorted = new ArrayList<>(bucket);
            sorted.sort(Comparator.comparing(StoredRecord::recordId));
            FieldWriter fields = new FieldWriter(FORMAT_VERSION).putCount(sorted.size());
            for (StoredRecord record : sorted) {
                fields.putText(record.recordId)
                        .putCount(record.version)
                        .putMoment(record.occurredAt)
                        .putMoment(record.lastSyncedAt)
                        .putText(record.source)
                        .putDouble(record.confidence)
                        .putBytes(record.payload);
            }
            return fields.toBytes();
        }

        @Override
        public List<StoredRecord> decode(String queryId, long signature, byte[] row) {
            FieldReader fields = BucketCodec.reader(queryId, signature, row, FORMAT_VERSION);
            List<StoredRecord> bucket = new ArrayList<>();
            for (int left = fields.getSize(); left > 0; left--) {
                String recordId = fields.getText();
                long version = fields.getCount();
                Instant occurredAt = fields.getMoment();
                Instant lastSyncedAt = fields.getMoment();
                String source = fields.getText();
                double confidence = fields.getDouble();
                byte[] payload = fields.getBytes();
                bucket.add(new StoredRecord(recordId, payload, source, lastSyncedAt, confidence, version, occurredAt));
            }
            fields.end();
            return bucket;
        }
    }
}
