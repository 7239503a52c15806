package io.afterimage.cli.mirror.demo;

import io.afterimage.cli.ExitCode;
import io.afterimage.cli.Output;
import io.afterimage.cli.StoreUrl;
import io.afterimage.cli.Workplace;
import io.afterimage.cli.mirror.MirrorSession;
import io.afterimage.cli.mirror.config.MirrorConfig;
import io.afterimage.cli.supervision.ChildReport;
import io.afterimage.cli.supervision.DemoFailure;
import io.afterimage.mirror.CursorInfo;
import io.afterimage.mirror.CursorUpdate;
import io.afterimage.mirror.Following;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.SyncListener;
import io.afterimage.mirror.Syncer;
import io.afterimage.mirror.source.Pacing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The process that {@code mirror demo} starts and kills: looks at what it finds, follows the origin, reports. */
@Command(
        name = MirrorDemoChildCommand.NAME,
        hidden = true,
        description = "The child process of the mirror's demo; not for people.")
public final class MirrorDemoChildCommand implements Callable<Integer> {

    static final String NAME = "mirror-demo-child";

    /** Opening the store and the mirror. */
    static final String RESTORE_MICROS = "restoreMicros";

    /** How many changes of the feed the log has applied. */
    static final String FEED_EVENTS = "feedEvents";

    private final Workplace workplace;

    @Option(names = "--store", required = true)
    private @Nullable StoreUrl store;

    @Option(names = "--config", required = true)
    private Path config = Path.of("");

    @Option(names = "--until", required = true, description = "The change with which the work is done.")
    private long until;

    @Option(names = "--hold-at", description = "The change at which to wait for the kill.")
    private long holdAt = Long.MAX_VALUE;

    /**
     * Creates the command.
     *
     * @param workplace its console and its stores
     */
    public MirrorDemoChildCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (store == null) {
            throw new DemoFailure("The child has no store.");
        }
        MirrorConfig read = MirrorConfig.read(config, Map.of());
        FeedWatch watch = new FeedWatch(until, holdAt, this::report);
        endWithParent(watch);
        long began = System.nanoTime();
        try (MirrorSession session = MirrorSession.open(workplace, store, read, read.sourceIds(), watch)) {
            reportRestored(session.mirror(), System.nanoTime() - began);
            follow(session.syncer(), read, watch);
            syncToTheEnd(session.mirror(), read);
        }
        report(new ChildReport.Finished());
        return ExitCode.DONE;
    }

    private void reportRestored(MirrorStore mirror, long openNanos) {
        EventAudit audit = EventAudit.of(mirror);
        long change = FeedWatch.change(
                mirror.cursor(DemoConfig.FEED, CursorUpdate.WHOLE_SOURCE).map(CursorInfo::cursor));
        report(new ChildReport.Restored(
                change,
                Map.of(RESTORE_MICROS, TimeUnit.NANOSECONDS.toMicros(openNanos), FEED_EVENTS, audit.feedEvents())));
    }

    /** All sources at once, until the feed has told the last change. */
    private static void follow(Syncer syncer, MirrorConfig config, FeedWatch watch) throws InterruptedException {
        List<Following> followings = new ArrayList<>();
        for (String source : syncer.sources()) {
            followings.add(syncer.follow(source, Pacing.every(config.pause())));
        }
        watch.awaitDone();
        followings.forEach(Following::close);
    }

    /** Once more, now that nothing changes any more; again where the origin was in a bad mood. */
    private static void syncToTheEnd(MirrorStore mirror, MirrorConfig config) throws InterruptedException {
        try (Syncer syncer = Syncer.over(mirror)
                .sources(config.sources(mirror, config.sourceIds()))
                .listener(SyncListener.NONE)
                .open()) {
            while (syncer.syncAll().stream().anyMatch(report -> report.failure().isPresent())) {
                // until all have nothing more
            }
        }
    }

    /** Standard input stays open and silent as long as the parent lives. */
    private void endWithParent(FeedWatch watch) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (workplace.console().in().read() >= 0) {
                            // whatever it says, its end is what ends this
                        }
                        watch.fail("The parent is gone.", new DemoFailure("Standard input has ended."));
                    } catch (IOException e) {
                        watch.fail("The parent cannot be heard.", e);
                    }
                },
                "demo-parent-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** A line goes out in one short write, so a kill never leaves half of it. */
    private synchronized void report(ChildReport report) {
        Output out = workplace.console().out();
        out.line(report.line());
        out.flush();
    }
}
