package io.afterimage.mirror.jdbc;

import io.afterimage.mirror.Delta;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.source.MirrorComparison;
import io.afterimage.mirror.source.Pulled;
import io.afterimage.mirror.source.Stamps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks over a table from a cursor on, round after round; a search for vanished rows may follow a round, see
 * {@link VanishedRows}. Not thread-safe; one thread at a time.
 */
final class TableWalk {

    private static final String STANDARD_QUOTE = "\"";

    private final JdbcReading reading;
    private final Stamps stamps;
    private final @Nullable MirrorComparison comparison;
    private final @Nullable VanishedRows vanished;

    TableWalk(JdbcReading reading) {
        this.reading = reading;
        stamps = new Stamps(reading.time());
        MirrorStore mirror = reading.mirror();
        comparison = mirror == null ? null : new MirrorComparison(mirror, reading.time());
        vanished = mirror == null || reading.probeEvery() == null ? null : new VanishedRows(reading, mirror);
    }

    Pulled pull(Connection connection, JdbcCursor cursor) throws SQLException, InterruptedException {
        String quote = connection.getMetaData().getIdentifierQuoteString().strip();
        TableSql sql =
                new TableSql(quote.isEmpty() ? STANDARD_QUOTE : quote, reading.table(), reading.order(), reading.key());
        if (cursor.probe() != null && vanished != null) {
            return vanished.pull(connection, sql, cursor);
        }
        return walk(connection, sql, cursor);
    }

    private Pulled walk(Connection connection, TableSql sql, JdbcCursor cursor)
            throws SQLException, InterruptedException {
        List<TableRow> rows = rows(connection, sql, cursor);
        requireColumns(rows);
        boolean more = rows.size() > reading.rowsPerPull();
        List<TableRow> taken = more ? rows.subList(0, reading.rowsPerPull()) : rows;
        List<Delta> deltas = new ArrayList<>();
        for (TableRow row : taken) {
            changed(row.delta(reading, stamps.next())).ifPresent(deltas::add);
        }
        JdbcCursor reached = taken.isEmpty()
                ? cursor
                : cursor.walkedTo(taken.get(taken.size() - 1).place(reading.order()));
        return more ? Pulled.more(deltas, reached.toText()) : endOfRound(connection, sql, deltas, reached);
    }

    private Pulled endOfRound(Connection connection, TableSql sql, List<Delta> deltas, JdbcCursor reached)
            throws SQLException, InterruptedException {
        if (vanished == null || !vanished.isDue(reached)) {
            return Pulled.last(deltas, reached.resting().toText());
        }
        JdbcCursor probing = reached.probing("");
        return deltas.isEmpty() ? vanished.pull(connection, sql, probing) : Pulled.more(deltas, probing.toText());
    }

    /** One row more than a pull takes, so that it is known whether there is one. */
    private List<TableRow> rows(Connection connection, TableSql sql, JdbcCursor cursor) throws SQLException {
        List<KeyValue> parameters = List.of();
        String query;
        if (cursor.at().isEmpty() || (cursor.atRest() && reading.version() == null)) {
            query = sql.walk(columns(), false);
        } else if (cursor.atRest() && reading.overlap() != null) {
            query = sql.walkFrom(columns());
            parameters = List.of(cursor.at().get(0).minus(reading.overlap()));
        } else {
            query = sql.walk(columns(), true);
            parameters = TableSql.placeParameters(cursor.at());
        }
        if (cursor.atRest()
                && !rows(connection, sql.withoutPlace(), List.of(), 1).isEmpty()) {
            throw reading.unusable(
                    "A column that orders rows is null in some of them.",
                    reading.order().toString());
        }
        return rows(connection, query, parameters, reading.rowsPerPull() + 1);
    }

    private List<TableRow> rows(Connection connection, String query, List<KeyValue> parameters, int most)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setMaxRows(most);
            statement.setFetchSize(most);
            statement.setQueryTimeout(reading.queryTimeoutSeconds());
            for (int i = 0; i < parameters.size(); i++) {
                parameters.get(i).bind(statement, i + 1);
            }
            List<TableRow> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(TableRow.read(result, reading.columns()));
                }
            }
            return rows;
        }
    }

    /** SQLite takes the name of a column that is not there for a text. */
    private void requireColumns(List<TableRow> rows) {
        for (String column : rows.isEmpty() ? Set.<String>of() : named()) {
            if (!rows.get(0).values().containsKey(column)) {
                throw reading.unusable("The table has no such column.", column);
            }
        }
    }

    private List<String> columns() {
        return reading.payload().isEmpty() ? List.of() : List.copyOf(named());
    }

    private Set<String> named() {
        Set<String> columns = new LinkedHashSet<>(reading.order());
        columns.addAll(reading.payload());
        for (@Nullable String column : new @Nullable String[] {reading.occurredAt(), reading.deleted()}) {
            if (column != null) {
                columns.add(column);
            }
        }
        return columns;
    }

    /** The delta, unless the mirror has it already. */
    private Optional<Delta> changed(Delta delta) {
        if (comparison == null) {
            return Optional.of(delta);
        }
        return reading.occurredAt() == null ? comparison.differenceNow(delta) : comparison.difference(delta);
    }
}
