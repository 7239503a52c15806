package io.afterimage.cli.demo;

import io.afterimage.LiveResultsStore;
import io.afterimage.Snapshot;
import io.afterimage.cli.Console;
import io.afterimage.cli.Progress;
import io.afterimage.cli.StoreUrl;
import io.afterimage.cli.Stores;
import io.afterimage.cli.supervision.ChildProcess;
import io.afterimage.cli.supervision.Kill;
import io.afterimage.cli.supervision.RunStatistics;
import io.afterimage.cli.supervision.Supervisor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One run: children follow the stream and are killed, then the store is compared with the raw tables. */
final class Demo {
    private final Stores stores;
    private final StoreUrl store;
    private final Path scratch;
    private final TpchTables tables;

    /**
     * Prepares a run.
     *
     * @param stores opens the store at the end
     * @param store where the children keep it; nothing is there yet
     * @param scratch a directory for temporary files
     * @param tables what is played
     */
    Demo(Stores stores, StoreUrl store, Path scratch, TpchTables tables) {
        this.stores = stores;
        this.store = store;
        this.scratch = scratch;
        this.tables = tables;
    }

    DemoReport run(int kills, long seed, Console console) {
        Recomputation truth = new Recomputation(tables);
        long events = truth.events();
        long began = System.nanoTime();
        try (Progress progress = new Progress(console, "events", System::nanoTime)) {
            RunStatistics statistics = new Supervisor(
                            this::startChild, event -> progress.show(event, (double) event / events))
                    .run(Kill.schedule(events, kills, seed, Follower.EVENTS_PER_WRITE));
            return judge(truth, statistics, System.nanoTime() - began);
        }
    }

    private DemoReport judge(Recomputation truth, RunStatistics statistics, long wallNanos) {
        List<ExpectedResult> expected = truth.results(LargestOpenOrders.LIMIT);
        try (LiveResultsStore opened = stores.openReader(store)) {
            List<DemoReport.QueryFigures> figures = expected.stream()
                    .map(result -> figures(opened, result.queryId()))
                    .toList();
            return new DemoReport(figures, statistics, wallNanos, Comparison.of(opened, truth.events(), expected));
        }
    }

    private static DemoReport.QueryFigures figures(LiveResultsStore store, String queryId) {
        try (Snapshot snapshot = store.readSnapshot(queryId)) {
            return new DemoReport.QueryFigures(
                    queryId,
                    snapshot.position().sequence(),
                    Applied.stored(store, queryId).mutations(),
                    snapshot.rowCount());
        }
    }

    private ChildProcess startChild(OptionalLong holdAt) {
        List<String> arguments =
                new ArrayList<>(List.of(DemoChildCommand.NAME, "--store=" + store, "--scale=" + tables.scale()));
        holdAt.ifPresent(event -> arguments.add("--hold-at=" + event));
        return ChildProcess.start(scratch, arguments);
    }
}
