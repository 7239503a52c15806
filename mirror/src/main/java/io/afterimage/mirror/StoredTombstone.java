package io.afterimage.mirror;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A tombstone as its row holds it, with the number of the event that left it. Immutable. */
record StoredTombstone(Tombstone tombstone, long sequence) {

    static final BucketCodec<StoredTombstone> CODEC = new Codec();

    boolean isOf(String resource, String recordId) {
        return tombstone.resource().equals(resource) && tombstone.recordId().equals(recordId);
    }

    /** All tombstones of one signature, by resource and id. */
    private static final class Codec implements BucketCodec<StoredTombstone> {

        private static final int FORMAT_VERSION = 1;
        private static final Comparator<StoredTombstone> BY_NAME = Comparator.comparing(
                        (StoredTombstone it) -> it.tombstone.resource())
                .thenComparing(it -> it.tombstone.recordId());

        @Override
        public byte[] encode(List<StoredTombstone> bucket) {
            List<StoredTombstone> sorted = new ArrayList<>(bucket);
            sorted.sort(BY_NAME);
            FieldWriter fields = new FieldWriter(FORMAT_VERSION).putCount(sorted.size());
            for (StoredTombstone stored : sorted) {
                Tombstone tombstone = stored.tombstone;
                fields.putText(tombstone.resource())
                        .putText(tombstone.recordId())
                        .putCount(stored.sequence)
                        .putCount(tombstone.version())
                        .putMoment(tombstone.occurredAt())
                        .putMoment(tombstone.deletedAt())
                        .putText(tombstone.source())
                        .putDouble(tombstone.confidence());
            }
            return fields.toBytes();
        }

        @Override
        public List<StoredTombstone> decode(String queryId, long signature, byte[] row) {
            FieldReader fields = BucketCodec.reader(queryId, signature, row, FORMAT_VERSION);
            List<StoredTombstone> bucket = new ArrayList<>();
            for (int left = fields.getSize(); left > 0; left--) {
                String resource = fields.getText();
                String recordId = fields.getText();
                long sequence = fields.getCount();
                long version = fields.getCount();
                Instant occurredAt = fields.getMoment();
                Instant deletedAt = fields.getMoment();
                String source = fields.getText();
                double confidence = fields.getDouble();
                Tombstone tombstone = fields.fitting(
                        () -> new Tombstone(resource, recordId, source, deletedAt, confidence, version, occurredAt));
                bucket.add(new StoredTombstone(tombstone, sequence));
            }
            fields.end();
            return bucket;
        }
    }
}
