package io.afterimage.tck.torture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Whether a recorded history is one that the contract allows. The writes to a query are in a known order, so it is enough
 * that each read shows the state after one of them; that this one is neither older than what was acknowledged before the read
 * was called nor newer than what was called before it was answered; and that no read shows an older state than one that was
 * answered before it was called (Lamport's atomic register). Who has seen one part of a write to two queries sees the other.
 *
 * <p>Each read is given the oldest state that it can have shown, which leaves the most room to those after it. Not
 * thread-safe; one thread at a time.
 */
final class HistoryJudge {

    private static final int ENOUGH = 5;

    private final Round round;
    private final List<HistoryOfQuery> queries = new ArrayList<>();
    private final List<HistoryRead> reads;
    private final int[] seen; // the newest state of each query that an answered read has shown
    private int findings;

    HistoryJudge(HistoryLog log, int queryCount, Round round) {
        this.round = round;
        this.reads = log.reads().stream()
                .sorted(Comparator.comparingLong(HistoryRead::begin))
                .toList();
        this.seen = new int[queryCount];
        List<String> contradictions = new ArrayList<>(log.wrong());
        for (int query = 0; query < queryCount; query++) {
            queries.add(new HistoryOfQuery(entries(log, query), contradictions));
        }
        contradictions.forEach(what -> found(Harm.WRONG, what));
    }

    private static List<HistoryOfQuery.Entry> entries(HistoryLog log, int query) {
        return log.writes().stream()
                .flatMap(write -> write.parts().stream().map(part -> new HistoryOfQuery.Entry(write, part)))
                .filter(entry -> entry.part().query() == query)
                .toList();
    }

    /** A read and the oldest state that it can have shown. */
    private record Placed(HistoryRead read, int state) {}

    /** Judges all reads; counts those that met a write. */
    void judge() {
        PriorityQueue<Placed> underWay = new PriorityQueue<>(Comparator.comparingLong(placed -> placed.read.end()));
        for (HistoryRead read : reads) {
            while (!underWay.isEmpty() && underWay.peek().read.end() < read.begin()) {
                Placed answered = underWay.remove();
                see(answered.read.query(), answered.state);
            }
            int state = place(read);
            if (state >= 0) {
                underWay.add(new Placed(read, state));
            }
        }
    }

    /** Whoever is called from now on sees at least this state, and with it the other parts of the writes up to it. */
    private void see(int query, int state) {
        while (seen[query] < state) {
            int next = ++seen[query];
            for (HistoryWrite.Part part : queries.get(query).write(next).parts()) {
                if (part.query() != query) {
                    see(part.query(), (int) part.order());
                }
            }
        }
    }

    private int place(HistoryRead read) {
        HistoryOfQuery query = queries.get(read.query());
        int least = query.least(read);
        int greatest = query.greatest(read);
        if (least < greatest) {
            round.injected(1);
        }
        int state = first(query, read, Math.max(least, seen[read.query()]), greatest);
        if (state < 0) {
            explain(read, query, least, greatest);
        }
        return state;
    }

    /** The first state in a range that shows what a read has shown, or -1. */
    private static int first(HistoryOfQuery query, HistoryRead read, int from, int to) {
        for (int i = from; i <= to; i++) {
            if (read.sight().fits(query.state(i))) {
                return i;
            }
        }
        return -1;
    }

    private void explain(HistoryRead read, HistoryOfQuery query, int least, int greatest) {
        String where = " Query: " + read.query() + ". Found: " + read.sight() + ". ";
        int allowed = first(query, read, least, greatest);
        int older = first(query, read, 0, least - 1);
        int newer = first(query, read, greatest + 1, query.last());
        if (allowed >= 0) {
            found(
                    Harm.WRONG,
                    "A read goes back." + where + "That is state " + allowed + "; an answered read has shown state "
                            + seen[read.query()] + ".");
        } else if (older >= 0) {
            found(
                    Harm.WRONG,
                    "A read is stale." + where + "That is state " + older + "; state " + least
                            + " was acknowledged before.");
        } else if (newer >= 0) {
            found(
                    Harm.WRONG,
                    "A read shows what was not yet written." + where + "That is state " + newer + "; the latest called"
                            + " was " + greatest + ".");
        } else {
            found(
                    Harm.TORN,
                    "A read shows a state that never was." + where + "Expected: one from " + query.state(least) + " to "
                            + query.state(greatest) + ".");
        }
    }

    private void found(Harm harm, String what) {
        if (++findings <= ENOUGH) {
            round.found(harm, what);
        }
    }
}
