package io.afterimage.cli.mirror;

import io.afterimage.cli.ExitCode;
import io.afterimage.cli.FormatOption;
import io.afterimage.cli.Json;
import io.afterimage.cli.Output;
import io.afterimage.cli.StoreOption;
import io.afterimage.cli.TextTable;
import io.afterimage.cli.Workplace;
import io.afterimage.mirror.CursorInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mirror cursors}: where the sources resume. */
@Command(name = "cursors", mixinStandardHelpOptions = true, description = "Lists where each source resumes.")
final class CursorsCommand implements Callable<Integer> {

    private final Workplace workplace;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private FormatOption format = new FormatOption();

    CursorsCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        try (OpenMirror opened = OpenMirror.toRead(workplace, store.url())) {
            print(opened.mirror().cursors());
        }
        return ExitCode.DONE;
    }

    private void print(List<CursorInfo> cursors) {
        Output out = workplace.console().out();
        if (format.json()) {
            out.line(Json.of(cursors.stream().map(CursorsCommand::json).toList()));
            return;
        }
        TextTable table = new TextTable(List.of("SOURCE", "RESOURCE", "UPDATED", "CURSOR"), 4);
        cursors.forEach(cursor -> table.row(
                List.of(cursor.source(), cursor.resource(), cursor.updatedAt().toString(), cursor.cursor())));
        table.printTo(out);
    }

    private static Map<String, Object> json(CursorInfo cursor) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", cursor.source());
        json.put("resource", cursor.resource());
        json.put("cursor", cursor.cursor());
        json.put("updated_at", cursor.updatedAt().toString());
        return json;
    }
}
