package io.afterimage.cli;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code clear}: removes the rows of a query and keeps where it stands. */
@Command(
        name = "clear",
        mixinStandardHelpOptions = true,
        description = "Removes all rows of a query at once and keeps its position.")
final class ClearCommand implements Callable<Integer> {

    private final Workplace workplace;

    @Mixin
    private RemovalOptions options = new RemovalOptions();

    ClearCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        String id = options.queryId();
        try (LiveResultsStore store = options.open(workplace, "")) {
            long removed = store.rowCount(id);
            store.clear(id);
            print(id, removed, store.position(id));
        }
        return ExitCode.DONE;
    }

    private void print(String id, long removed, Position position) {
        if (options.json()) {
            Map<String, Object> document = Json.state(id, 0, position);
            document.put("removed", removed);
            workplace.console().out().line(Json.of(document));
        } else {
            workplace.console().out().line(removed + " rows removed; the query stays at " + position);
        }
    }
}
