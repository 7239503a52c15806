package io.afterimage.tck.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What threads have called, and what they were answered, by one clock. Each thread has its own. One thread at a time. */
final class HistoryLog {

    private final List<HistoryWrite> writes = new ArrayList<>();
    private final List<HistoryRead> reads = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    /** An answer, with the moments before and after it. */
    record Answer<T>(long begin, T answer, long end) {}

    /** Makes a call. The clock takes no lock, so that the threads do not wait for each other because they are watched. */
    static <T> Answer<T> timed(Supplier<T> call) {
        long begin = System.nanoTime();
        T answer = call.get();
        return new Answer<>(begin, answer, System.nanoTime());
    }

    void wrote(Answer<?> call, List<HistoryWrite.Part> parts) {
        writes.add(new HistoryWrite(call.begin, call.end, parts));
    }

    void saw(Answer<?> call, int query, HistorySight sight) {
        reads.add(new HistoryRead(call.begin, call.end, query, sight));
    }

    /** What needs no history to be wrong. */
    void found(String what) {
        wrong.add(what);
    }

    void add(HistoryLog other) {
        writes.addAll(other.writes);
        reads.addAll(other.reads);
        wrong.addAll(other.wrong);
    }

    List<HistoryWrite> writes() {
        return writes;
    }

    List<HistoryRead> reads() {
        return reads;
    }

    List<String> wrong() {
        return wrong;
    }
}
