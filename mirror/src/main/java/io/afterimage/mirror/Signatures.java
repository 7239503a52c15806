package io.afterimage.mirror;

import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.function.ToLongFunction;

/**
 * The row signatures of names: XXH3, 64 bits, of their UTF-8 bytes. Two names may have one signature, so a row holds all of
 * its signature, and they are told apart by name.
 */
record Signatures(ToLongFunction<byte[]> hash) {

    static final Signatures XXH3 = new Signatures(Hashing.xxh3_64()::hashBytesToLong);

    long of(String name) {
        return hash.applyAsLong(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The length keeps ("a", "bc") and ("ab", "c") apart. */
    long of(String first, String second) {
        return of(first.length() + ":" + first + second);
    }
}
