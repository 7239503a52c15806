package io.afterimage.mirror;

import java.time.Instant;

/** Which tombstone a delete left, and when. Immutable. */
record ExpiryRow(String resource, String recordId, Instant deletedAt) {

    private static final int FORMAT_VERSION = 1;

    byte[] encode() {
        return new FieldWriter(FORMAT_VERSION)
                .putText(resource)
                .putText(recordId)
                .putMoment(deletedAt)
                .toBytes();
    }

    static ExpiryRow decode(long sequence, byte[] row) {
        FieldReader fields = BucketCodec.reader(MirrorQueries.EXPIRY, sequence, row, FORMAT_VERSION);
        ExpiryRow expiry = new ExpiryRow(fields.getText(), fields.getText(), fields.getMoment());
        fields.end();
        return expiry;
    }
}
