package io.afterimage.mirror;

import io.afterimage.RefusedException;
import io.afterimage.mirror.source.Pacing;
import io.afterimage.mirror.source.Pulled;
import io.afterimage.mirror.source.SourceTime;
import io.afterimage.mirror.source.SyncSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings what sources have into a mirror. Each pulled batch is one write together with its cursor, so that a sync that is
 * stopped, killed or fails anywhere resumes where it stood: no delta is lost, and none is counted twice. Any number of
 * sources may bring records of one resource.
 *
 * <p>Limit: one sync per source at a time; a second one is refused. Thread-safe.
 */
public final class Syncer implements AutoCloseable {

    private final MirrorStore mirror;
    private final Map<String, SourceLane> lanes;
    private final SyncListener listener;
    private final SourceTime time;

    private Syncer(Builder builder) {
        mirror = builder.mirror;
        listener = builder.listener;
        time = builder.time;
        lanes = new LinkedHashMap<>();
        builder.sources.forEach((id, source) -> lanes.put(id, new SourceLane(source)));
    }

    /**
     * Begins with the mirror.
     *
     * @param mirror where the deltas go; whoever opened it closes it, after the syncer
     * @return a builder
     */
    public static Builder over(MirrorStore mirror) {
        return new Builder(mirror);
    }

    /** Collects the sources. Not thread-safe; one thread at a time. */
    public static final class Builder {

        private final MirrorStore mirror;
        private final Map<String, SyncSource> sources = new LinkedHashMap<>();
        private SyncListener listener = SyncListener.NONE;
        private SourceTime time = SourceTime.system();

        private Builder(MirrorStore mirror) {
            this.mirror = Objects.requireNonNull(mirror, "mirror");
        }

        /**
         * Adds a source.
         *
         * @param source the source; no other may have its id
         * @return this
         */
        public Builder source(SyncSource source) {
            if (sources.putIfAbsent(source.id(), source) != null) {
                throw new RefusedException("Two sources have the same id, and would share a cursor. Source: "
                        + source.id() + ". Next: name one of them otherwise.");
            }
            return this;
        }

        /**
         * Adds sources.
         *
         * @param more the sources
         * @return this
         */
        public Builder sources(Iterable<? extends SyncSource> more) {
            more.forEach(this::source);
            return this;
        }

        /**
         * Who is told how syncs get on.
         *
         * @param listener the listener
         * @return this
         */
        public Builder listener(SyncListener listener) {
            this.listener = listener;
            return this;
        }

        /**
         * With what time durations are measured. Default: the machine's.
         *
         * @param time the time
         * @return this
         */
        public Builder time(SourceTime time) {
            this.time = time;
            return this;
        }

        /**
         * Opens the syncer.
         *
         * @return the syncer, to be closed by the caller
         */
        public Syncer open() {
            return new Syncer(this);
        }
    }

    /**
     * Which sources it has.
     *
     * @return their ids, in the order in which they were added
     */
    public Set<String> sources() {
        return Collections.unmodifiableSet(lanes.keySet());
    }

    /**
     * Syncs a source, from its stored cursor until it has nothing more.
     *
     * @param sourceId the source
     * @return what was done
     * @throws UnknownSourceException if there is none of that id
     * @throws io.afterimage.mirror.source.SourceException if the source fails; the batches before stay
     * @throws InterruptedException if the thread was interrupted; the batches before stay
     */
    public SyncReport sync(String sourceId) throws InterruptedException {
        return sync(lane(sourceId), true);
    }

    /**
     * Syncs a source from its beginning, whatever cursor is stored: for a {@link
     * io.afterimage.mirror.source.StaleCursorException}. The stored cursor is replaced with the first batch.
     *
     * @param sourceId the source
     * @return what was done
     * @throws UnknownSourceException if there is none of that id
     * @throws io.afterimage.mirror.source.SourceException if the source fails; the batches before stay
     * @throws InterruptedException if the thread was interrupted; the batches before stay
     */
    public SyncReport syncFromStart(String sourceId) throws InterruptedException {
        return sync(lane(sourceId), false);
    }

    /**
     * Syncs all sources, one after the other. One that fails does not stop the others.
     *
     * @return one report per source, in the order in which they were added; look at {@link SyncReport#failure}
     * @throws InterruptedException if the thread was interrupted; what was committed stays
     */
    public List<SyncReport> syncAll() throws InterruptedException {
        List<SyncReport> reports = new ArrayList<>();
        for (SourceLane lane : lanes.values()) {
            SyncReport report = attemptOrReport(lane);
            if (report.failure().orElse(null) instanceof SyncerClosedException closed) {
                throw closed;
            }
            reports.add(report);
        }
        return List.copyOf(reports);
    }

    private SyncReport attemptOrReport(SourceLane lane) throws InterruptedException {
        try {
            return attempt(lane, true);
        } catch (RefusedException busy) {
            return run(lane).end(busy);
        }
    }

    private SyncReport sync(SourceLane lane, boolean resume) throws InterruptedException {
        SyncReport report = attempt(lane, resume);
        if (report.failure().orElse(null) instanceof RuntimeException failure) {
            throw failure;
        }
        return report;
    }

    private SyncReport attempt(SourceLane lane, boolean resume) throws InterruptedException {
        PullGate gate = lane.enter();
        try {
            SyncRun run = run(lane);
            try {
                pullAll(lane, gate, run, resume ? run.cursor() : null);
            } catch (RuntimeException e) { // in the report, where the caller looks
                return run.end(e);
            } catch (InterruptedException e) {
                run.end(e);
                throw e;
            }
            return run.end(null);
        } finally {
            lane.leave();
        }
    }

    private static void pullAll(SourceLane lane, PullGate gate, SyncRun run, @Nullable String from)
            throws InterruptedException {
        CursorTrail trail = new CursorTrail(lane.source().id());
        @Nullable String asked = from;
        for (boolean more = true; more; ) {
            Pulled pulled = pull(lane, gate, asked);
            trail.follow(asked, pulled);
            boolean nothing = pulled.changesNothing(asked);
            if (!nothing) {
                run.apply(pulled);
            }
            asked = pulled.cursor() == null ? asked : pulled.cursor();
            more = pulled.hasMore() && !nothing;
        }
    }

    private static Pulled pull(SourceLane lane, PullGate gate, @Nullable String asked) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Optional<Pulled> pulled = gate.pull(() -> Optional.of(lane.source().pull(asked)));
        return pulled.orElseThrow(() -> new SyncerClosedException(lane.source().id()));
    }

    /**
     * Follows a source on a thread of its own, from its stored cursor on.
     *
     * @param sourceId the source
     * @param pacing how long to pause where there is nothing more
     * @return what follows it, to be closed by the caller or with the syncer
     * @throws UnknownSourceException if there is none of that id
     */
    public Following follow(String sourceId, Pacing pacing) {
        SourceLane lane = lane(sourceId);
        PullGate gate = lane.enter();
        boolean started = false;
        try {
            SyncRun run = run(lane);
            Following following = new Following(lane, gate, run, lane.source().subscribe(run.cursor(), pacing));
            following.start();
            started = true;
            return following;
        } finally {
            if (!started) {
                lane.leave();
            }
        }
    }

    private SyncRun run(SourceLane lane) {
        return new SyncRun(mirror, lane.source().id(), time, listener);
    }

    private SourceLane lane(String sourceId) {
        SourceLane lane = lanes.get(sourceId);
        if (lane == null) {
            throw new UnknownSourceException(sourceId, lanes.keySet());
        }
        return lane;
    }

    /**
     * Ends all syncs and followings: pulls are broken off, batches that are being written are written to their end. Waits
     * for them, unless it is called by their own listener. Idempotent.
     */
    @Override
    public void close() {
        lanes.values().forEach(SourceLane::beginClosing);
        lanes.values().forEach(SourceLane::awaitEmpty);
    }
}
