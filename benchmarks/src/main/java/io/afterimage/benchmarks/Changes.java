package io.afterimage.benchmarks;

import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import java.util.Arrays;
import java.util.List;

/**
 * An endless stream of changes to a result set of steady size, the same for every contender, at a cost that is small against
 * theirs ({@code ApplyBenchmark.makeBatch} tells it). Rows have consecutive numbers; those from the oldest to the newest are
 * there. Inserts add the next number, deletions take the oldest, updates choose; signatures are mixed numbers, so each lands
 * anywhere. Not thread-safe; one thread at a time.
 */
final class Changes {

    private static final int SPREAD = 37; // relatively prime to 100: every kind comes evenly

    private final Mix mix;
    private final RowMaker maker;
    private final Choice.Chooser chooser;
    private final int steady;
    private final int most;
    private long oldest;
    private long next;
    private int step;
    private boolean shrinking;

    Changes(Mix mix, Choice choice, int liveRows, int rowBytes) {
        this.mix = mix;
        this.maker = new RowMaker(rowBytes);
        this.chooser = choice.chooser(liveRows);
        this.steady = liveRows;
        this.most = mix.deletes == 0 ? Integer.MAX_VALUE : liveRows + Math.max(100, liveRows / 10);
        this.next = liveRows;
    }

    /** How many rows are there now. */
    long rows() {
        return next - oldest;
    }

    /** The rows that are there now, for loading them; at most 2^31 - 1. */
    RowSource live() {
        return new SortedRows(oldest, Math.toIntExact(rows()), maker);
    }

    /** The next changes. */
    List<RowMutation> next(int count) {
        RowMutation[] batch = new RowMutation[count];
        for (int i = 0; i < count; i++) {
            batch[i] = change();
        }
        return Arrays.asList(batch);
    }

    private RowMutation change() {
        step = (step + SPREAD) % 100;
        int inserts = shrinking ? mix.deletes : mix.inserts;
        int deletes = shrinking ? mix.inserts : mix.deletes;
        if (step < inserts) {
            shrinking |= rows() >= most;
            return RowMutation.upsert(RowMaker.signature(next++), maker.next());
        }
        if (step < inserts + deletes) {
            shrinking &= rows() > steady;
            return RowMutation.delete(RowMaker.signature(oldest++));
        }
        return RowMutation.upsert(RowMaker.signature(next - 1 - chooser.newer(rows())), maker.next());
    }

    /** Deletions of the oldest rows while there are more than at the beginning; empty once there are not. */
    List<RowMutation> surplus(int atMost) {
        int count = (int) Math.max(0, Math.min(atMost, rows() - steady));
        RowMutation[] batch = new RowMutation[count];
        for (int i = 0; i < count; i++) {
            batch[i] = RowMutation.delete(RowMaker.signature(oldest++));
        }
        return Arrays.asList(batch);
    }
}
