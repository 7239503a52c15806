package io.afterimage.mirror;

import java.util.List;

/** The bytes of a row that holds everything of one signature. */
interface BucketCodec<T> {

    byte[] encode(List<T> bucket);

    List<T> decode(String queryId, long signature, byte[] row);

    static FieldReader reader(String queryId, long signature, byte[] row, int knownVersion) {
        return new FieldReader(queryId, "row " + Long.toUnsignedString(signature), row, knownVersion);
    }
}
