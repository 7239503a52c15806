package io.afterimage.tck.torture;

import io.afterimage.RowMutation;
import io.afterimage.tck.model.StoreWrite;
import java.util.Arrays;
import java.util.List;

/** Changes bytes that nobody may have kept. */
final class Scribble {

    private Scribble() {}

    static void over(byte[] bytes) {
        Arrays.fill(bytes, (byte) 0xA5);
    }

    /** Changes all bytes that a call was given. */
    static void over(StoreWrite write) {
        if (write instanceof StoreWrite.Apply apply) {
            over(apply.mutations());
        } else if (write instanceof StoreWrite.Commit commit) {
            commit.emissions().forEach(Scribble::over);
        } else if (write instanceof StoreWrite.Replace replace) {
            replace.rows().forEach(row -> over(row.data()));
            replace.sources().values().forEach(Scribble::over);
        }
    }

    private static void over(StoreWrite.Emission emission) {
        over(emission.mutations());
        emission.sources().values().forEach(Scribble::over);
        byte[] entry = emission.entry();
        if (entry != null) {
            over(entry);
        }
    }

    private static void over(List<RowMutation> mutations) {
        for (RowMutation mutation : mutations) {
            if (mutation instanceof RowMutation.Upsert upsert) {
                over(upsert.data());
            }
        }
    }
}
