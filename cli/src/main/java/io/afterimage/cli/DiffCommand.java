package io.afterimage.cli;

import io.afterimage.LiveResultsStore;
import io.afterimage.QuerySummary;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diff}: whether two stores hold the same. Its heap does not grow with the number of rows. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Compares two stores.",
            "",
            "Goes query by query: positions, then rows by signature and bytes. Names the first differences and counts"
                    + " all. Exits with 1 if there is any. Outboxes and source positions are not compared.",
            ""
        })
final class DiffCommand implements Callable<Integer> {

    private final Workplace workplace;

    @Parameters(index = "0", paramLabel = "A", description = "A store: rocksdb:DIR or sqlite:FILE.")
    private StoreUrl a = StoreUrl.parse(StoreUrl.DEFAULT);

    @Parameters(index = "1", paramLabel = "B", description = "Another store.")
    private StoreUrl b = StoreUrl.parse(StoreUrl.DEFAULT);

    @Option(names = "--query", paramLabel = "ID", description = "Compare this query only. May be repeated.")
    private List<String> queries = List.of();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many differences to name. Default: ${DEFAULT-VALUE}")
    private int limit = 10;

    @Option(names = "--rows-only", description = "Compare rows only, not positions.")
    private boolean rowsOnly;

    @Mixin
    private FormatOption format = new FormatOption();

    DiffCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        Differences differences = new Differences(limit);
        try (LiveResultsStore storeA = workplace.stores().openReader(a);
                LiveResultsStore storeB = workplace.stores().openReader(b)) {
            List<QuerySummary> all = new ArrayList<>(storeA.queries());
            all.addAll(storeB.queries());
            for (String id : QuerySelection.of(queries, all)) {
                compare(id, storeA, storeB, differences);
            }
        }
        if (format.json()) {
            workplace.console().out().line(Json.of(differences.document()));
        } else {
            differences.lines().forEach(workplace.console().out()::line);
        }
        return differences.none() ? ExitCode.DONE : ExitCode.NEGATIVE;
    }

    private void compare(String id, LiveResultsStore storeA, LiveResultsStore storeB, Differences differences) {
        try (QueryComparison comparison = new QueryComparison(storeA.readSnapshot(id), storeB.readSnapshot(id))) {
            if (!rowsOnly) {
                comparison.comparePositions(differences);
            }
            comparison.compareRows(differences);
        }
    }
}
