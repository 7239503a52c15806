package io.afterimage.cli;

import io.afterimage.LiveResultsStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code drop}: forgets a query. */
@Command(
        name = "drop",
        mixinStandardHelpOptions = true,
        description = "Forgets a query: rows, position, outbox, source positions.")
final class DropCommand implements Callable<Integer> {

    private final Workplace workplace;

    @Mixin
    private RemovalOptions options = new RemovalOptions();

    DropCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        String id = options.queryId();
        try (LiveResultsStore store = options.open(workplace, ", its position, its outbox, its source positions")) {
            long removed = store.rowCount(id);
            print(id, removed, store.drop(id));
        }
        return ExitCode.DONE;
    }

    private void print(String id, long removed, boolean dropped) {
        Output out = workplace.console().out();
        if (options.json()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("query", id);
            document.put("dropped", dropped);
            document.put("removed", removed);
            out.line(Json.of(document));
        } else {
            out.line(dropped ? removed + " rows removed; the query is forgotten" : "nothing to drop");
        }
    }
}
