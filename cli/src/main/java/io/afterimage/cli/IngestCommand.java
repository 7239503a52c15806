package io.afterimage.cli;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.drasi.IdentityRule;
import io.afterimage.drasi.Ingestion;
import io.afterimage.drasi.LineReader;
import io.afterimage.drasi.MissingEmissionsException;
import io.afterimage.drasi.RowIdentity.ByColumns;
import io.afterimage.drasi.RowIdentity.ByFullRow;
import io.afterimage.drasi.UnusableLineException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ingest}: applies a file or a stream of emissions. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = {
            "Applies a file or a stream of emissions.",
            "",
            "One JSON document per line, plain or gzip. Understands Drasi QueryResult and Drasi Platform change and control events, bare or as CloudEvents, mixed,"
                    + " of any number of queries. May be killed at any moment and run again over the same lines: what is"
                    + " applied already is counted as duplicate and skipped.",
            ""
        })
final class IngestCommand implements Callable<Integer> {

    private final Workplace workplace;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = "--query",
            paramLabel = "ID",
            description = "Keep only the lines of this query. It is also the query of lines that name none.")
    private @Nullable String query;

    @Option(
            names = "--key",
            paramLabel = "COL",
            split = ",",
            description = "The columns that tell rows apart which carry no row_signature.")
    private List<String> keyColumns = List.of();

    @Option(
            names = "--full-row",
            description = {
                "Tell rows apart which carry no row_signature by all they say, and count equal ones.",
                "Needs every delete and update to come with the whole row as it was."
            })
    private boolean fullRow;

    @Option(names = "--allow-gaps", description = "Go on where emissions are missing, instead of stopping.")
    private boolean allowGaps;

    @Option(
            names = "--durability",
            paramLabel = "KIND",
            defaultValue = "power-loss",
            description = "What an applied emission survives: power-loss or process-crash. Default: ${DEFAULT-VALUE}")
    private Durability durability = Durability.POWER_LOSS;

    @Parameters(paramLabel = "FILE|-", description = "The input; - is standard input.")
    private String input = "-";

    IngestCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() throws IOException {
        String wantedQuery = query == null ? null : QueryArgument.check(query);
        IdentityRule rule = identityRule();
        try (CountingStream bytes = new CountingStream(open());
                LiveResultsStore target = workplace.stores().openWriter(store.url(), durability)) {
            Ingestion ingestion = new Ingestion(
                    target, wantedQuery, rule, allowGaps ? Ingestion.Gaps.ALLOWED : Ingestion.Gaps.REFUSED);
            return run(ingestion, bytes, target);
        }
    }

    private IdentityRule identityRule() {
        if (fullRow && !keyColumns.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "Rows are told apart in one way only. Expected: --key or --full-row. Found: both.");
        }
        if (fullRow) {
            return IdentityRule.unlessSigned(ByFullRow.BY_FULL_ROW);
        }
        return keyColumns.isEmpty() ? IdentityRule.asItComes() : IdentityRule.unlessSigned(new ByColumns(keyColumns));
    }

    private InputStream open() throws IOException {
        if (input.equals("-")) {
            return unclosed(workplace.console().in());
        }
        try {
            return Files.newInputStream(Path.of(input));
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The input cannot be read. Expected: a file, or - for standard input. Found: " + e + ".",
                    e);
        }
    }

    private static InputStream unclosed(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public void close() {
                // standard input is not ours to close
            }
        };
    }

    /** Applies everything that can be, and prints what was, also where something stops it. */
    private int run(Ingestion ingestion, CountingStream bytes, LiveResultsStore target) {
        Optional<CommandFailure> stop = attempt(() -> applyAll(ingestion, bytes));
        Optional<CommandFailure> earlierStop = attempt(ingestion::flush);
        new IngestReport(ingestion, target).print(workplace.console().out(), format);
        earlierStop.or(() -> stop).ifPresent(failure -> {
            throw failure;
        });
        return ExitCode.DONE;
    }

    /** A step that the input may stop. */
    private interface Step {
        void run() throws IOException;
    }

    private static Optional<CommandFailure> attempt(Step step) {
        try {
            step.run();
            return Optional.empty();
        } catch (UnusableLineException e) {
            return Optional.of(failure(ExitCode.USAGE, e));
        } catch (MissingEmissionsException e) {
            return Optional.of(failure(ExitCode.GAP, e));
        } catch (IOException e) {
            return Optional.of(
                    failure(ExitCode.USAGE, new IOException("The input cannot be read further. Found: " + e + ".", e)));
        }
    }

    private static CommandFailure failure(int exitCode, Exception cause) {
        return new CommandFailure(exitCode, cause.getMessage() + " What came before is committed.", cause);
    }

    private void applyAll(Ingestion ingestion, CountingStream bytes) throws IOException {
        long total = input.equals("-") ? 0 : Files.size(Path.of(input));
        LineReader lines = new LineReader(bytes);
        try (Progress progress = new Progress(workplace.console(), "lines", System::nanoTime)) {
            for (byte[] line = lines.next(); line.length > 0; line = lines.next()) {
                ingestion.apply(lines.number(), line);
                if (lines.mustWait()) {
                    ingestion.flush();
                }
                progress.show(lines.number(), total == 0 ? -1 : (double) bytes.count() / total);
            }
        }
    }
}
