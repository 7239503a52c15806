package io.afterimage.cli;

import io.afterimage.LiveResultsStore;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code snapshot}: all rows of a query at one moment. Its heap does not grow with their number. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = {
            "Prints all rows of a query at one moment.",
            "",
            "They come in unsigned order of their signatures. A row whose bytes are not one JSON document in UTF-8 comes as \"rowBase64\" in the place of \"row\"."
                    + " Equal rows of a feed without signatures come once, with \"copies\". A damaged row ends the output before it, with an error and exit code 3.",
            ""
        })
final class SnapshotCommand implements Callable<Integer> {

    private static final int MAX_TABLE_WIDTH = 200;

    private final Workplace workplace;
    private final Output out;
    private final RowPrinter printer;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private QueryOption query = new QueryOption();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "ndjson",
            description = "How to print the rows: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private SnapshotFormat format = SnapshotFormat.NDJSON;

    SnapshotCommand(Workplace workplace) {
        this.workplace = workplace;
        this.out = workplace.console().out();
        this.printer = new RowPrinter(out);
    }

    @Override
    public Integer call() {
        String id = query.id();
        try (LiveResultsStore reader = workplace.stores().openReader(store.url())) {
            QueryArgument.noteIfUnknown(workplace.console(), reader, store.url(), id);
            try (Snapshot snapshot = reader.readSnapshot(id);
                    RowCursor rows = snapshot.cursor()) {
                print(snapshot, rows);
            }
        }
        return ExitCode.DONE;
    }

    private void print(Snapshot snapshot, RowCursor rows) {
        try (Progress progress = new Progress(workplace.console().forLongResult(), "rows", System::nanoTime)) {
            RowCursor watched = new WatchedCursor(rows, progress, snapshot.rowCount());
            switch (format) {
                case NDJSON -> printLines(watched);
                case JSON -> printDocument(snapshot, watched);
                case TABLE -> printTable(watched);
            }
        }
    }

    private void printLines(RowCursor rows) {
        while (rows.next()) {
            printer.print(rows);
            out.newLine();
        }
    }

    private void printDocument(Snapshot snapshot, RowCursor rows) {
        Map<String, Object> position = new LinkedHashMap<>();
        position.put("generation", snapshot.position().generation());
        position.put("sequence", snapshot.position().sequence());
        out.text("{\"query\":" + Json.of(snapshot.queryId()) + ",\"position\":" + Json.of(position) + ",\"rows\":[");
        String separator = "";
        while (rows.next()) {
            out.text(separator);
            printer.print(rows);
            separator = ",";
        }
        out.line("]}");
    }

    private void printTable(RowCursor rows) {
        out.line(String.format("%20s  %s", "SIGNATURE", "ROW"));
        while (rows.next()) {
            String signature = Long.toUnsignedString(rows.rowSignature());
            out.line(String.format("%20s  %s", signature, printer.text(rows, MAX_TABLE_WIDTH)));
        }
    }
}
