package io.afterimage.reactions.campaign;

import io.afterimage.RowMutation;
import io.afterimage.reactions.RowDiff;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What the producer does: step by step the same for the same seed, so that anybody can tell what must have come of it. */
final class Steps {

    private static final int ROWS = 60;

    private final long seed;

    Steps(long seed) {
        this.seed = seed;
    }

    /** The changes of one step, at least one; each step is one emission. */
    List<RowDiff> diffs(String queryId, long step) {
        Random random = new Random(31 * (31 * seed + queryId.hashCode()) + step);
        List<RowDiff> diffs = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            long signature = random.nextInt(ROWS);
            byte[] row = (queryId + ":" + signature + "@" + step).getBytes(StandardCharsets.UTF_8);
            diffs.add(
                    random.nextInt(3) == 0 ? new RowDiff.Removed(signature, null) : new RowDiff.Added(signature, row));
        }
        return diffs;
    }

    /** All rows after so many steps. */
    Map<Long, String> rowsAfter(String queryId, long steps) {
        Map<Long, String> rows = new TreeMap<>();
        for (long step = 1; step <= steps; step++) {
            diffs(queryId, step).stream().map(RowDiff::mutation).forEach(mutation -> apply(mutation, rows));
        }
        return rows;
    }

    private static void apply(RowMutation mutation, Map<Long, String> rows) {
        if (mutation instanceof RowMutation.Upsert upsert) {
            rows.put(upsert.rowSignature(), new String(upsert.data(), StandardCharsets.UTF_8));
        } else {
            rows.remove(mutation.rowSignature());
        }
    }
}
