package io.afterimage.cli;

import io.afterimage.LiveResultsStore;
import io.afterimage.QueryId;
import io.afterimage.QuerySummary;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ls}: what is in a store. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description = "Lists the queries of a store: rows, generation, sequence.")
final class ListCommand implements Callable<Integer> {

    private final Workplace workplace;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = "--all",
            description =
                    "Also those in which Afterimage keeps state of its own, such as the checkpoints of reactions.")
    private boolean all;

    ListCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        try (LiveResultsStore reader = workplace.stores().openReader(store.url())) {
            print(reader.queries().stream()
                    .filter(query -> all || !QueryId.isInternal(query.queryId()))
                    .toList());
        }
        return ExitCode.DONE;
    }

    private void print(List<QuerySummary> queries) {
        Output out = workplace.console().out();
        if (format.json()) {
            out.line(Json.of(queries.stream()
                    .map(query -> Json.state(query.queryId(), query.rowCount(), query.position()))
                    .toList()));
            return;
        }
        TextTable.ofQueries(queries).printTo(out);
    }
}
