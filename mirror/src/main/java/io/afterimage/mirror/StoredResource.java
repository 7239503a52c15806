package io.afterimage.mirror;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the mirror keeps of a resource: exact counts among it. Immutable. */
record StoredResource(String name, Instant registeredAt, long records, long events) {

    static final BucketCodec<StoredResource> CODEC = new Codec();

    StoredResource plusRecords(long more) {
        return new StoredResource(name, registeredAt, records + more, events);
    }

    StoredResource plusEvents(long more) {
        return new StoredResource(name, registeredAt, records, events + more);
    }

    ResourceInfo info() {
        return new ResourceInfo(name, registeredAt, records, events);
    }

    /** All resources of one signature, by name. */
    private static final class Codec implements BucketCodec<StoredResource> {

        private static final int FORMAT_VERSION = 1;

        @Override
        public byte[] encode(List<StoredResource> bucket) {
            List<StoredResource> sorted = new ArrayList<>(bucket);
            sorted.sort(Comparator.comparing(StoredResource::name));
            FieldWriter fields = new FieldWriter(FORMAT_VERSION).putCount(sorted.size());
            for (StoredResource resource : sorted) {
                fields.putText(resource.name)
                        .putMoment(resource.registeredAt)
                        .putCount(resource.records)
                        .putCount(resource.events);
            }
            return fields.toBytes();
        }

        @Override
        public List<StoredResource> decode(String queryId, long signature, byte[] row) {
            FieldReader fields = BucketCodec.reader(queryId, signature, row, FORMAT_VERSION);
            List<StoredResource> bucket = new ArrayList<>();
            for (int left = fields.getSize(); left > 0; left--) {
                bucket.add(
                        new StoredResource(fields.getText(), fields.getMoment(), fields.getCount(), fields.getCount()));
            }
            fields.end();
            return bucket;
        }
    }
}
