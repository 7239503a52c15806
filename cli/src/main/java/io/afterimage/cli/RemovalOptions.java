package io.afterimage.cli;

import io.afterimage.LiveResultsStore;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code clear} and {@code drop} have in common: a store, a query, and the consent. */
final class RemovalOptions {

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private QueryOption query = new QueryOption();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(names = "--yes", description = "Really do it. Without it, the command only says what it would remove.")
    private boolean yes;

    String queryId() {
        return query.id();
    }

    boolean json() {
        return format.json();
    }

    /** Opens the store for writing, or says what would be removed where consent is missing. */
    LiveResultsStore open(Workplace workplace, String what) {
        String id = query.id();
        if (!yes) {
            try (LiveResultsStore reader = workplace.stores().openReader(store.url())) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "Nothing was removed. Store: " + store.url() + ". Query: " + TextTable.printable(id)
                                + ". It would remove: " + reader.rowCount(id) + " rows" + what
                                + ". Next: say --yes to do it.");
            }
        }
        LiveResultsStore writer = workplace.stores().openExistingWriter(store.url());
        QueryArgument.noteIfUnknown(workplace.console(), writer, store.url(), id);
        return writer;
    }
}
