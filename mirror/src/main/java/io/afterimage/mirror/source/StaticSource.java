package io.afterimage.mirror.source;

import io.afterimage.mirror.Delta;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Gives the batches it was given, each once and in order, then nothing. It has no cursor: what it gave is gone with the
 * process, whether it was applied or not. Thread-safe.
 */
public final class StaticSource implements SyncSource {

    private final String id;
    private final Queue<List<Delta>> batches = new ArrayDeque<>();

    private StaticSource(String id, List<List<Delta>> batches) {
        this.id = id;
        batches.forEach(batch -> this.batches.add(List.copyOf(batch)));
    }

    /**
     * Gives one list, at once.
     *
     * @param id the source id
     * @param deltas the deltas, in order
     * @return the source
     */
    public static StaticSource of(String id, List<Delta> deltas) {
        return new StaticSource(id, List.of(deltas));
    }

    /**
     * Gives batches, one per pull.
     *
     * @param id the source id
     * @param batches the batches, in order
     * @return the source
     */
    public static StaticSource ofBatches(String id, List<List<Delta>> batches) {
        return new StaticSource(id, batches);
    }

    /**
     * Adds a batch after those that wait.
     *
     * @param deltas the deltas, in order
     */
    public synchronized void enqueue(List<Delta> deltas) {
        batches.add(List.copyOf(deltas));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized Pulled pull(@Nullable String cursor) {
        List<Delta> next = batches.poll();
        return next == null ? Pulled.nothing() : new Pulled(next, null, !batches.isEmpty());
    }
}
