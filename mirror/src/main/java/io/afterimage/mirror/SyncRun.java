package io.afterimage.mirror;

import io.afterimage.mirror.source.Pulled;
import io.afterimage.mirror.source.SourceTime;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One sync of one source: applies what it pulled, with its cursor, and counts. Thread-safe; one thread applies. */
final class SyncRun {

    private final MirrorStore mirror;
    private final String source;
    private final SourceTime time;
    private final SyncListener listener;
    private final long startedAt;
    private final Map<String, ResourceCounts> resources = new TreeMap<>();

    private long batches;
    private @Nullable String cursor;
    private @Nullable Throwable failure;

    SyncRun(MirrorStore mirror, String source, SourceTime time, SyncListener listener) {
        this.mirror = mirror;
        this.source = source;
        this.time = time;
        this.listener = listener;
        startedAt = time.nanoTime();
        cursor = mirror.cursor(source, CursorUpdate.WHOLE_SOURCE)
                .map(CursorInfo::cursor)
                .orElse(null);
    }

    /** Where the source resumes. */
    synchronized @Nullable String cursor() {
        return cursor;
    }

    /** Writes a batch and its cursor as one. */
    void apply(Pulled pulled) {
        DeltaBatch batch = DeltaBatch.of(pulled.deltas());
        String next = pulled.cursor();
        BatchResult result = mirror.apply(next == null ? batch : batch.withCursor(source, next));
        count(pulled, result);
        listener.committed(report());
    }

    private synchronized void count(Pulled pulled, BatchResult result) {
        batches++;
        cursor = pulled.cursor() == null ? cursor : pulled.cursor();
        failure = null;
        for (int i = 0; i < pulled.deltas().size(); i++) {
            DeltaOutcome outcome = result.outcomes().get(i);
            resources.merge(pulled.deltas().get(i).resource(), ResourceCounts.NONE.plus(outcome), ResourceCounts::plus);
        }
    }

    /** It goes on, though not now. */
    void falter(Throwable cause) {
        fail(cause);
        listener.faltered(report());
    }

    /** It has ended. */
    SyncReport end(@Nullable Throwable cause) {
        fail(cause);
        SyncReport report = report();
        listener.ended(report);
        return report;
    }

    private synchronized void fail(@Nullable Throwable cause) {
        failure = cause;
    }

    synchronized SyncReport report() {
        return new SyncReport(
                source, resources, batches, cursor, Duration.ofNanos(time.nanoTime() - startedAt), failure);
    }
}
