package io.afterimage.cli;

import io.afterimage.CommitResult;
import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fill}: a store of a known size, to try things on. */
@Command(
        name = "fill",
        mixinStandardHelpOptions = true,
        description = {
            "Writes made-up rows, to try a store at a known size.",
            "",
            "The same seed gives the same rows: JSON objects under signatures spread over all 64 bits.",
            ""
        })
final class FillCommand implements Callable<Integer> {

    private static final int ROWS_PER_COMMIT = 10_000;

    private final Workplace workplace;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private QueryOption query = new QueryOption();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(names = "--rows", paramLabel = "N", required = true, description = "How many rows to write.")
    private long rows;

    @Option(
            names = "--row-bytes",
            paramLabel = "B",
            defaultValue = "200",
            description = "How long each row is (50 or more). Default: ${DEFAULT-VALUE}")
    private int rowBytes = 200;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "What the rows are made from. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    FillCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        String id = query.id();
        if (rows < 0) {
            throw new CommandFailure(ExitCode.USAGE, "There is no such number of rows. Found: " + rows + ".");
        }
        MadeUpRows made = new MadeUpRows(seed, rowBytes);
        try (LiveResultsStore target = workplace.stores().openWriter(store.url(), Durability.POWER_LOSS)) {
            fill(target, id, made);
            Output out = workplace.console().out();
            if (format.json()) {
                out.line(Json.of(Json.state(id, target.rowCount(id), target.position(id))));
            } else {
                out.line(rows + " rows written; the query has " + target.rowCount(id) + " at " + target.position(id));
            }
        }
        return ExitCode.DONE;
    }

    private void fill(LiveResultsStore target, String id, MadeUpRows made) {
        long sequence = target.position(id).sequence();
        try (Progress progress = new Progress(workplace.console(), "rows", System::nanoTime)) {
            for (long first = 0; first < rows; first += ROWS_PER_COMMIT) {
                List<RowMutation> batch = made.batch(first, Math.min(rows, first + ROWS_PER_COMMIT));
                CommitResult result =
                        target.commit(ResultCommit.of(id, ++sequence, batch).build());
                if (!result.applied()) {
                    throw new IllegalStateException("the store refused the next sequence: " + result);
                }
                progress.show(first, (double) first / rows);
            }
        }
    }
}
