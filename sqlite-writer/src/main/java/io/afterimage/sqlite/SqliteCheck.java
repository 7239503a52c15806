package io.afterimage.sqlite;

import io.afterimage.CorruptStoreException;
import io.afterimage.Verification;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks what belongs to no query: SQLite's own structures, the schema, and that every record has a query. */
final class SqliteCheck {

    /** What the answer is about. */
    static final String SUBJECT = "SQLite file";

    private final SqliteFile file;
    private final SqliteView view;
    private final List<String> checked = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private SqliteCheck(SqliteFile file, SqliteView view) {
        this.file = file;
        this.view = view;
    }

    static Verification run(SqliteFile file, SqliteView view, @Nullable Checkpoints checkpoints) {
        SqliteCheck check = new SqliteCheck(file, view);
        check.part(check::pages);
        check.part(check::integrity);
        check.part(check::schema);
        check.part(check::queries);
        check.part(check::strays);
        check.checkpoints(checkpoints);
        return new Verification(SUBJECT, check.checked, check.problems);
    }

    private void part(Runnable part) {
        try {
            part.run();
        } catch (CorruptStoreException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private void pages() {
        long pages = PageCheck.run(file);
        checked.add(pages + " pages of the file, each against its checksum.");
    }

    private void integrity() {
        List<String> found = view.read("check the integrity", from -> from.lines("PRAGMA integrity_check"));
        if (!found.equals(List.of("ok"))) {
            found.forEach(line -> problems.add("SQLite's integrity check found: " + line));
        }
        checked.add("SQLite's integrity check of " + file.databaseBytes() + " bytes and " + file.logBytes()
                + " bytes of log.");
    }

    private void schema() {
        view.read("check the schema", from -> {
            SqliteSchema.requireExpected(file, from.connection());
            String mode = from.lines("PRAGMA journal_mode").get(0);
            if (!"wal".equals(mode)) {
                problems.add("The journal mode is not the expected one. Expected: wal. Found: " + mode + ".");
            }
            return mode;
        });
        checked.add("The schema of format " + SqliteHeader.FORMAT_VERSION + " and the journal mode.");
    }

    private void queries() {
        int count = view.queries().size();
        List<String> miscounted = view.read(
                "count source positions",
                from -> from.lines("SELECT number FROM queries WHERE source_count <> "
                        + "(SELECT count(*) FROM source_positions WHERE query = number)"));
        miscounted.forEach(
                number -> problems.add("Source positions are missing or too many. Query number: " + number + "."));
        checked.add("The records of " + count + " queries, each against its checksum.");
    }

    private void strays() {
        for (String table : List.of("rows", "outbox", "source_positions")) {
            List<String> strays = view.read(
                    "look for records of no query",
                    from -> from.lines("SELECT query || ' (' || count(*) || ' records)' FROM " + table
                            + " WHERE query NOT IN (SELECT number FROM queries) GROUP BY query"));
            strays.forEach(stray -> problems.add(
                    "Records belong to no known query. Table: " + table + ". Query number: " + stray + "."));
        }
        checked.add("Every row, outbox entry and source position belongs to a known query.");
    }

    private void checkpoints(@Nullable Checkpoints checkpoints) {
        Exception failure = checkpoints == null ? null : checkpoints.lastFailure();
        if (failure != null) {
            checked.add("The newest checkpoint or mark of the log failed. Found: " + failure.getMessage() + ".");
        }
    }
}
