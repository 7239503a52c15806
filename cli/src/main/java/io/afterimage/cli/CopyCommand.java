package io.afterimage.cli;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.QuerySummary;
import io.afterimage.RowCursor;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code copy}: brings queries from one store to another, between any two engines. */
@Command(
        name = "copy",
        mixinStandardHelpOptions = true,
        description = {
            "Copies queries from one store to another.",
            "",
            "Each is copied as of one moment: its rows, where they stand, and where its sources resume. What the target"
                    + " holds of these queries is replaced in one step each; its other queries stay.",
            "",
            "The position is copied exactly, unless the target has seen a later one of the same query: then the rows start"
                    + " a new generation there, at the same sequence. Outboxes are not copied: who catches up from the copy"
                    + " begins with its snapshot.",
            ""
        })
final class CopyCommand implements Callable<Integer> {

    private final Workplace workplace;

    @Parameters(index = "0", paramLabel = "FROM", description = "The store to read: rocksdb:DIR or sqlite:FILE.")
    private StoreUrl from = StoreUrl.parse(StoreUrl.DEFAULT);

    @Parameters(index = "1", paramLabel = "TO", description = "The store to write; created if nothing is there.")
    private StoreUrl to = StoreUrl.parse(StoreUrl.DEFAULT);

    @Option(names = "--query", paramLabel = "ID", description = "Copy this query only. May be repeated.")
    private List<String> queries = List.of();

    @Mixin
    private FormatOption format = new FormatOption();

    CopyCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        requireTwoStores();
        Map<String, QuerySummary> copied = new LinkedHashMap<>();
        try (LiveResultsStore source = workplace.stores().openReader(from);
                LiveResultsStore target = workplace.stores().openWriter(to, Durability.POWER_LOSS)) {
            for (String id : QuerySelection.of(queries, source.queries())) {
                copied.put(id, copy(id, source, target));
            }
        }
        print(copied);
        return ExitCode.DONE;
    }

    private void requireTwoStores() {
        if (from.location()
                .toAbsolutePath()
                .normalize()
                .equals(to.location().toAbsolutePath().normalize())) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "A store cannot be copied onto itself. Store: " + from + ". Next: name another target.");
        }
    }

    private QuerySummary copy(String id, LiveResultsStore source, LiveResultsStore target) {
        try (SourcedSnapshot sourced = SourcedSnapshot.of(source, id);
                Progress progress = new Progress(workplace.console(), "rows", System::nanoTime)) {
            Snapshot snapshot = sourced.snapshot();
            Position wanted = snapshot.position();
            Position at = mayStandAt(wanted, target.position(id))
                    ? wanted
                    : new Position(0, wanted.sequence(), wanted.configHash());
            try (RowCursor rows = new WatchedCursor(snapshot.cursor(), progress, snapshot.rowCount())) {
                at = target.replaceAll(id, at, RowSource.of(rows), sourced.sourcePositions());
            }
            noteIfMoved(id, wanted, at);
            return new QuerySummary(id, at, snapshot.rowCount(), 0);
        }
    }

    /** Whether the target may take the very position: it never goes back inside a life, nor to an earlier one. */
    private static boolean mayStandAt(Position wanted, Position stored) {
        return wanted.generation() > stored.generation()
                || (wanted.generation() == stored.generation() && wanted.sequence() >= stored.sequence());
    }

    private void noteIfMoved(String id, Position wanted, Position reached) {
        if (wanted.generation() != reached.generation()) {
            workplace
                    .console()
                    .note("The copy began a new generation, because the target had seen a later position. Query: "
                            + TextTable.printable(id) + ". Source: " + wanted + ". Target: " + reached + ".");
        }
    }

    private void print(Map<String, QuerySummary> copied) {
        Output out = workplace.console().out();
        if (format.json()) {
            Map<String, Object> states = new LinkedHashMap<>();
            copied.forEach((id, query) -> states.put(id, Json.state(query.rowCount(), query.position())));
            out.line(Json.of(Map.of("queries", states)));
        } else {
            TextTable.ofQueries(copied.values()).printTo(out);
        }
    }
}
