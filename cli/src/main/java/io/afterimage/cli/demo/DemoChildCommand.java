package io.afterimage.cli.demo;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.cli.ExitCode;
import io.afterimage.cli.Output;
import io.afterimage.cli.StoreUrl;
import io.afterimage.cli.Workplace;
import io.afterimage.cli.supervision.ChildReport;
import io.afterimage.cli.supervision.DemoFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The process that {@code demo} starts and kills: restores, sends some emissions again, follows the stream, reports. */
@Command(name = DemoChildCommand.NAME, hidden = true, description = "The child process of the demo; not for people.")
public final class DemoChildCommand implements Callable<Integer> {
    static final String NAME = "demo-child";

    /** Opening the store, reading the snapshots, rebuilding the state of the queries. */
    static final String RESTORE_MICROS = "restoreMicros";

    /** Generating the source up to the stored position. */
    static final String SOURCE_MICROS = "sourceMicros";

    /** How many emissions that were sent again the store has skipped. */
    static final String DUPLICATES_SKIPPED = "duplicatesSkipped";

    private static final int SENT_AGAIN_PER_QUERY = 5;

    private final Workplace workplace;

    @Option(names = "--store", required = true)
    private @Nullable StoreUrl store;

    @Option(names = "--scale", required = true)
    private double scale;

    @Option(names = "--hold-at", description = "The event at which to wait for the kill.")
    private @Nullable Long holdAt;

    /**
     * Creates the command.
     *
     * @param workplace its console and its stores
     */
    public DemoChildCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        long started = System.nanoTime();
        if (store == null) {
            throw new DemoFailure("The child has no store.");
        }
        try (LiveResultsStore opened = workplace.stores().openWriter(store, Durability.POWER_LOSS)) {
            run(opened, System.nanoTime() - started);
        }
        report(new ChildReport.Finished());
        return ExitCode.DONE;
    }

    private void run(LiveResultsStore opened, long openNanos) {
        TpchTables tables = new TpchTables(scale);
        long began = System.nanoTime();
        Customers customers = new Customers(tables);
        long customersRead = System.nanoTime();
        RestoredState restored = RestoredState.read(opened, customers);
        long stateRestored = System.nanoTime();
        ChangeStream stream = new ChangeStream(tables, restored.source());
        long streamReady = System.nanoTime();

        Follower follower = new Follower(opened, restored, stream);
        long skipped = follower.sendAgain(SENT_AGAIN_PER_QUERY);
        report(new ChildReport.Restored(
                restored.source().event(),
                Map.of(
                        RESTORE_MICROS,
                        micros(openNanos + stateRestored - customersRead),
                        SOURCE_MICROS,
                        micros(customersRead - began + streamReady - stateRestored),
                        DUPLICATES_SKIPPED,
                        skipped)));
        follower.follow(
                holdAt == null ? Long.MAX_VALUE : holdAt,
                position -> report(new ChildReport.Acknowledged(position.event())));
        if (holdAt != null) {
            awaitKill();
        }
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }

    /** A line goes out in one short write, so a kill never leaves half of it. */
    private void report(ChildReport report) {
        Output out = workplace.console().out();
        out.line(report.line());
        out.flush();
    }

    /** Standard input stays open and silent as long as the parent lives. */
    private void awaitKill() {
        try {
            while (workplace.console().in().read() >= 0) {
                // whatever it says, the kill is what ends this
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
