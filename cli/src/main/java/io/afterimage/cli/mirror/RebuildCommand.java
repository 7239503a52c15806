package io.afterimage.cli.mirror;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import io.afterimage.cli.FormatOption;
import io.afterimage.cli.Json;
import io.afterimage.cli.StoreUrl;
import io.afterimage.cli.Workplace;
import io.afterimage.mirror.MirrorBuilder;
import io.afterimage.mirror.MirrorExport;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.ResourceInfo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mirror rebuild}: the same mirror in another store, folded from the event log. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = {
            "Folds the event log of a mirror into an empty store, on any engine.",
            "",
            "What was decided is repeated, not decided again: records, versions, cursors and events are then the same. If the"
                    + " log does not reach back to the beginning, --from-records starts with the records as they are now.",
            ""
        })
final class RebuildCommand implements Callable<Integer> {

    private static final long ALL_EVENTS = Long.MAX_VALUE;
    private static final Duration OF_ANY_AGE = Duration.ofDays(365_000);

    private final Workplace workplace;

    @Parameters(index = "0", paramLabel = "FROM", description = "The mirror's store: rocksdb:DIR or sqlite:FILE.")
    private StoreUrl from = StoreUrl.parse(StoreUrl.DEFAULT);

    @Parameters(index = "1", paramLabel = "TO", description = "The new store; nothing may be there.")
    private StoreUrl to = StoreUrl.parse(StoreUrl.DEFAULT);

    @Option(names = "--from-records", description = "Start with the records as they are now, without the log.")
    private boolean fromRecords;

    @Mixin
    private FormatOption format = new FormatOption();

    RebuildCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        if (from.location().toAbsolutePath().equals(to.location().toAbsolutePath())) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "A mirror cannot be rebuilt onto itself. Store: " + from + ". Next: name another target.");
        }
        try (OpenMirror original = OpenMirror.toRead(workplace, from);
                LiveResultsStore target = workplace.stores().openWriter(to, Durability.POWER_LOSS)) {
            MirrorBuilder builder = MirrorStore.over(target).eventRetention(ALL_EVENTS, OF_ANY_AGE);
            try (MirrorStore rebuilt = Arguments.checked(() -> rebuild(builder, original.mirror()))) {
                print(original.mirror(), rebuilt);
            }
        }
        return ExitCode.DONE;
    }

    private MirrorStore rebuild(MirrorBuilder builder, MirrorStore original) {
        if (!fromRecords) {
            return builder.openAsRebuildOf(original);
        }
        try (MirrorExport now = original.export()) {
            return builder.openAsRebuildOf(now, original);
        }
    }

    private void print(MirrorStore original, MirrorStore rebuilt) {
        if (format.json()) {
            Map<String, Object> records = new LinkedHashMap<>();
            rebuilt.resources().forEach(resource -> records.put(resource.name(), resource.records()));
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("head", rebuilt.head());
            document.put("originalHead", original.head());
            document.put("records", records);
            workplace.console().out().line(Json.of(document));
            return;
        }
        long records =
                rebuilt.resources().stream().mapToLong(ResourceInfo::records).sum();
        workplace
                .console()
                .out()
                .line(rebuilt.resources().size() + " resources, " + records + " records, as event " + rebuilt.head()
                        + " left them");
    }
}
