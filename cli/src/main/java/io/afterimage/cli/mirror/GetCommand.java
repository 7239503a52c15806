package io.afterimage.cli.mirror;

import io.afterimage.cli.ExitCode;
import io.afterimage.cli.FormatOption;
import io.afterimage.cli.Json;
import io.afterimage.cli.Output;
import io.afterimage.cli.StoreOption;
import io.afterimage.cli.TextTable;
import io.afterimage.cli.Workplace;
import io.afterimage.mirror.MirroredRecord;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mirror get}: one record. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        description = "Prints one record. Exits with 1 if there is none.")
final class GetCommand implements Callable<Integer> {

    private final Workplace workplace;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private FormatOption format = new FormatOption();

    @Parameters(index = "0", paramLabel = "RESOURCE", description = "The resource.")
    private String resource = "";

    @Parameters(index = "1", paramLabel = "ID", description = "The record's id.")
    private String recordId = "";

    GetCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        try (OpenMirror opened = OpenMirror.toRead(workplace, store.url())) {
            Optional<MirroredRecord> record =
                    Arguments.checked(() -> opened.mirror().record(resource, recordId));
            if (record.isEmpty()) {
                workplace
                        .console()
                        .note("The mirror does not hold this record. Resource: " + TextTable.printable(resource)
                                + ". Record: " + TextTable.printable(recordId) + ".");
                return ExitCode.NEGATIVE;
            }
            print(record.get());
            return ExitCode.DONE;
        }
    }

    private void print(MirroredRecord record) {
        Output out = workplace.console().out();
        if (format.json()) {
            out.line(Json.of(record.toJson()));
            return;
        }
        out.line("version " + record.version() + " from " + TextTable.printable(record.source()) + ", occurred at "
                + record.occurredAt() + ", synced at " + record.lastSyncedAt() + ", confidence " + record.confidence());
        out.line(Json.of(record.payload()));
    }
}
