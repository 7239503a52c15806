package io.afterimage.cli;

import io.afterimage.LiveResultsStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code count}: how many rows a query has. */
@Command(
        name = "count",
        mixinStandardHelpOptions = true,
        description = "Prints the exact number of rows of a query, without scanning them.")
final class CountCommand implements Callable<Integer> {

    private final Workplace workplace;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private QueryOption query = new QueryOption();

    @Mixin
    private FormatOption format = new FormatOption();

    CountCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        String id = query.id();
        try (LiveResultsStore reader = workplace.stores().openReader(store.url())) {
            QueryArgument.noteIfUnknown(workplace.console(), reader, store.url(), id);
            long rows = reader.rowCount(id);
            workplace.console().out().line(format.json() ? Json.of(document(id, rows)) : Long.toString(rows));
        }
        return ExitCode.DONE;
    }

    private static Map<String, Object> document(String id, long rows) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("query", id);
        document.put("rows", rows);
        return document;
    }
}
