package io.afterimage.cli.mirror;

import io.afterimage.cli.ExitCode;
import io.afterimage.cli.FormatOption;
import io.afterimage.cli.Json;
import io.afterimage.cli.Output;
import io.afterimage.cli.StoreOption;
import io.afterimage.cli.TextTable;
import io.afterimage.cli.Workplace;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.MirroredRecord;
import io.afterimage.mirror.RecordPage;
import io.afterimage.mirror.ResourceInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mirror ls}: the resources, or a page of one resource's records. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the resources of a mirror, or the records of one.",
            "",
            "Records come page by page, one JSON document a line; a page that is not the last one is followed by a note that"
                    + " says how to see the next.",
            ""
        })
final class RecordsCommand implements Callable<Integer> {

    private final Workplace workplace;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private FormatOption format = new FormatOption();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RESOURCE",
            description = "List the records of this resource.")
    private @Nullable String resource;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many records to list at most, up to 10000. Default: ${DEFAULT-VALUE}")
    private int limit = 100;

    @Option(names = "--page", paramLabel = "TOKEN", description = "Go on after a page.")
    private @Nullable String page;

    RecordsCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        try (OpenMirror opened = OpenMirror.toRead(workplace, store.url())) {
            if (resource == null) {
                printResources(opened.mirror().resources());
            } else {
                String name = resource;
                printRecords(name, Arguments.checked(() -> page(opened.mirror(), name)));
            }
        }
        return ExitCode.DONE;
    }

    private RecordPage page(MirrorStore mirror, String name) {
        return page == null ? mirror.records(name, limit) : mirror.records(name, page, limit);
    }

    private void printResources(List<ResourceInfo> resources) {
        Output out = workplace.console().out();
        if (format.json()) {
            out.line(Json.of(resources.stream().map(RecordsCommand::json).toList()));
            return;
        }
        TextTable table = new TextTable("RESOURCE", "RECORDS", "EVENTS");
        resources.forEach(info -> table.row(info.name(), info.records(), info.events()));
        table.printTo(out);
    }

    private static Map<String, Object> json(ResourceInfo info) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("resource", info.name());
        json.put("records", info.records());
        json.put("events", info.events());
        json.put("registered_at", info.registeredAt().toString());
        return json;
    }

    private void printRecords(String name, RecordPage found) {
        Output out = workplace.console().out();
        if (format.json()) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put(
                    "records",
                    found.records().stream().map(MirroredRecord::toJson).toList());
            json.put("next", found.next().orElse(null));
            out.line(Json.of(json));
            return;
        }
        found.records().forEach(record -> out.line(Json.of(record.toJson())));
        found.next()
                .ifPresent(token -> workplace
                        .console()
                        .note("There are more records. Next: mirror ls " + TextTable.printable(name) + " --page "
                                + token));
    }
}
