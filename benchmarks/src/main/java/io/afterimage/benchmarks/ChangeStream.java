package io.afterimage.benchmarks;

import io.afterimage.RowMutation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An endless stream of changes to a result set of steady size: of seven changes about three are updates that change the
 * bytes, two are deletes and two are inserts of fresh signatures. Every change is drawn from a seed. Not thread-safe.
 */
final class ChangeStream {

    private final SplittableRandom random;
    private final int rowBytes;
    private final long[] live;

    ChangeStream(long seed, int liveRows, int rowBytes) {
        this.random = new SplittableRandom(seed);
        this.rowBytes = rowBytes;
        this.live = new long[liveRows];
    }

    /** The next piece of the first load: fresh rows; empty once the set is full. */
    List<RowMutation> load(int from, int count) {
        List<RowMutation> batch = new ArrayList<>(count);
        for (int i = from; i < Math.min(from + count, live.length); i++) {
            live[i] = random.nextLong();
            batch.add(RowMutation.upsert(live[i], bytes()));
        }
        return batch;
    }

    /** The next changes. */
    List<RowMutation> next(int count) {
        List<RowMutation> batch = new ArrayList<>(count);
        while (batch.size() < count) {
            int place = random.nextInt(live.length);
            int kind = random.nextInt(10);
            if (kind < 6 || batch.size() + 2 > count) {
                batch.add(RowMutation.upsert(live[place], bytes()));
            } else {
                batch.add(RowMutation.delete(live[place]));
                live[place] = random.nextLong();
                batch.add(RowMutation.upsert(live[place], bytes()));
            }
        }
        return batch;
    }

    private byte[] bytes() {
        byte[] bytes = new byte[rowBytes];
        random.nextBytes(bytes);
        return bytes;
    }
}
