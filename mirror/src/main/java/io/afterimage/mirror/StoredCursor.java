package io.afterimage.mirror;

import java.time.Instant;

/** A cursor as a source position holds it. Immutable. */
record StoredCursor(String cursor, Instant updatedAt) {

    private static final int FORMAT_VERSION = 1;

    byte[] encode() {
        return new FieldWriter(FORMAT_VERSION)
                .putMoment(updatedAt)
                .putText(cursor)
                .toBytes();
    }

    static CursorInfo decode(String queryId, String source, String resource, byte[] position) {
        FieldReader fields = new FieldReader(queryId, "cursor of " + source, position, FORMAT_VERSION);
        Instant updatedAt = fields.getMoment();
        String cursor = fields.getText();
        fields.end();
        return new CursorInfo(source, resource, cursor, updatedAt);
    }
}
