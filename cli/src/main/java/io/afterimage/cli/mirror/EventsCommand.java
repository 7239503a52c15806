package io.afterimage.cli.mirror;

import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import io.afterimage.cli.FormatOption;
import io.afterimage.cli.Json;
import io.afterimage.cli.Output;
import io.afterimage.cli.StoreOption;
import io.afterimage.cli.Workplace;
import io.afterimage.mirror.EventRead;
import io.afterimage.mirror.MirrorEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mirror events}: a page of the event log. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = {
            "Prints events of the log, one JSON document a line.",
            "",
            "Every delta is an event, applied or skipped, with its decision. Exits with 4 if events that were asked for are"
                    + " not in the log any more.",
            ""
        })
final class EventsCommand implements Callable<Integer> {

    private final Workplace workplace;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = "--after",
            paramLabel = "SEQ",
            defaultValue = "0",
            description = "Begin after the event of this number. Default: ${DEFAULT-VALUE}")
    private long after;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many events to read at most, up to 10000. Default: ${DEFAULT-VALUE}")
    private int limit = 100;

    @Option(names = "--applied", description = "Print only those that changed the mirror.")
    private boolean applied;

    EventsCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        try (OpenMirror opened = OpenMirror.toRead(workplace, store.url())) {
            EventRead read = Arguments.checked(() -> opened.mirror().eventsAfter(after, limit));
            if (read instanceof EventRead.Lag lag) {
                throw new CommandFailure(
                        ExitCode.GAP,
                        "The log does not reach back so far. Asked for: events after " + lag.requested()
                                + ". Earliest: " + lag.earliest() + ". Last: " + lag.head()
                                + ". Next: say --after " + (lag.earliest() - 1) + ", or more.");
            }
            if (read instanceof EventRead.Ahead ahead) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "The log has not come so far. Asked for: events after " + ahead.requested() + ". Last: "
                                + ahead.head() + ".");
            }
            print((EventRead.Page) read);
        }
        return ExitCode.DONE;
    }

    private void print(EventRead.Page page) {
        List<MirrorEvent> events = page.events().stream()
                .filter(event -> event.applied() || !applied)
                .toList();
        Output out = workplace.console().out();
        if (format.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("events", events.stream().map(MirrorEvent::toJson).toList());
            json.put("position", page.position());
            json.put("head", page.head());
            out.line(Json.of(json));
            return;
        }
        events.forEach(event -> out.line(Json.of(event.toJson())));
        if (!page.complete()) {
            workplace
                    .console()
                    .note("There are more events, up to " + page.head() + ". Next: mirror events --after "
                            + page.position());
        }
    }
}
