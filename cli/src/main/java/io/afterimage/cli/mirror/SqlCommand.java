package io.afterimage.cli.mirror;

import io.afterimage.StoreLockedException;
import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import io.afterimage.cli.StoreOption;
import io.afterimage.cli.Workplace;
import io.afterimage.cli.mirror.config.MirrorConfig;
import io.afterimage.mirror.sql.QueryCursor;
import io.afterimage.mirror.sql.QueryException;
import io.afterimage.mirror.sql.ReadOnlySql;
import io.afterimage.mirror.sql.SqlFollower;
import io.afterimage.mirror.sql.SqlLimits;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mirror sql}: a question to the mirror. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = {
            "Answers a question in SQL. Nothing can be changed with it.",
            "",
            "Tables: mirror_records(resource, record_id, payload, source, last_synced_at, confidence, version),"
                    + " mirror_events(seq, resource, record_id, op, payload, source, confidence, occurred_at, applied_at,"
                    + " applied, decision), mirror_cursors(source, resource, cursor, updated_at),"
                    + " mirror_resources(name, registered_at). payload is JSON: payload ->> '$$.name'.",
            "",
            "The tables are in a SQLite file of their own beside the store, and are brought up to the store first.",
            ""
        })
final class SqlCommand implements Callable<Integer> {

    private final Workplace workplace;

    @Mixin
    private StoreOption store = new StoreOption();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "How to print the rows: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private SqlFormat format = SqlFormat.TABLE;

    @Option(names = "--config", paramLabel = "FILE", description = "The YAML file whose sql section limits the query.")
    private @Nullable Path configFile;

    @Option(names = "--file", paramLabel = "FILE", description = "Where the tables are. Default: beside the store")
    private @Nullable Path file;

    @Parameters(index = "0", paramLabel = "SELECT", description = "One statement: SELECT, WITH, VALUES or EXPLAIN.")
    private String sql = "";

    SqlCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        SqlLimits limits = configFile == null
                ? SqlLimits.DEFAULT
                : MirrorConfig.read(configFile, System.getenv()).sqlLimits();
        Path tables = file == null ? SqlFile.beside(store.url()) : file;
        try (OpenMirror opened = OpenMirror.toRead(workplace, store.url())) {
            if (opened.mirror().life() == 0) {
                return ExitCode.STORE_ERROR; // and the person was told
            }
            answer(opened, tables, limits);
        } catch (QueryException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
        return ExitCode.DONE;
    }

    private void answer(OpenMirror opened, Path tables, SqlLimits limits) {
        try (SqlFollower follower =
                SqlFollower.of(opened.mirror(), tables).limits(limits).open()) {
            print(follower.query(sql));
        } catch (StoreLockedException e) {
            workplace
                    .console()
                    .note("Somebody else is bringing the tables up. The answer shows what is there so far. "
                            + e.getMessage());
            try (ReadOnlySql reader = ReadOnlySql.open(tables, limits)) {
                print(reader.query(sql));
            }
        }
    }

    private void print(QueryCursor answer) {
        try (answer) {
            new RowsPrinter(workplace.console().out()).print(answer, format);
        }
    }
}
