package io.afterimage.cli.demo;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/** 64-bit hashes: of row keys, which identify rows, and of query definitions, which identify queries. */
final class Signatures {
    private static final Hasher64 HASHER = Hashing.komihash5_0();

    private Signatures() {}

    static long of(long key) {
        return HASHER.hashLongToLong(key);
    }

    static long of(String... key) {
        var stream = HASHER.hashStream();
        for (String part : key) {
            stream.putString(part);
        }
        return stream.getAsLong();
    }
}
