package io.afterimage.rocksdb;

import static io.afterimage.rocksdb.StoreFixture.QUERY;
import static io.afterimage.rocksdb.StoreFixture.bytesOfRow;

import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import java.nio.file.Path;
import java.util.List;

/**
 * A child that commits one row per sequence to a store, prints each sequence once it is acknowledged, and never closes:
 * it is killed, or kills itself after a given sequence.
 */
final class EndlessWriter {

    private EndlessWriter() {}

    public static void main(String[] arguments) {
        long last = Long.parseLong(arguments[1]);
        var store = StoreFixture.open(Path.of(arguments[0]));
        for (long sequence = store.position(QUERY).sequence() + 1; ; sequence++) {
            store.commit(ResultCommit.of(QUERY, sequence, List.of(RowMutation.upsert(sequence, bytesOfRow(sequence))))
                    .outbox(bytesOfRow(sequence))
                    .build());
            System.out.println(sequence);
            if (sequence == last) {
                Runtime.getRuntime().halt(137);
            }
        }
    }
}
