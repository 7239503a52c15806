package io.afterimage.mirror.sql;

import io.afterimage.StoreClosedException;
import io.afterimage.mirror.sql.QueryException.Reason;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One query on one connection: each value is counted before the next one is read. */
final class GuardedCursor implements QueryCursor {

    private static final String ADDRESS = "vtab:";

    private final ReadOnlySql owner;
    private final GuardedConnection connection;
    private final QueryWatch watch;
    private final SqlText text;
    private final long position;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final List<String> columns;

    private @Nullable List<@Nullable Object> row;
    private long rowCount;
    private long byteCount;
    private boolean failed;
    private volatile boolean overdue;
    private volatile boolean closed;

    private GuardedCursor(
            ReadOnlySql owner, GuardedConnection connection, QueryWatch watch, SqlText text, long position)
            throws SQLException {
        this.owner = owner;
        this.connection = connection;
        this.watch = watch;
        this.text = text;
        this.position = position;
        statement = connection.prepare(text);
        rows = statement.executeQuery();
        columns = columnsOf(rows.getMetaData());
    }

    /** Audits and starts a query; the connection is the caller's again if this fails. */
    static GuardedCursor start(ReadOnlySql owner, GuardedConnection connection, QueryWatch watch, SqlText text)
            throws SQLException {
        return new GuardedCursor(owner, connection, watch, text, connection.begin(watch));
    }

    private static List<String> columnsOf(ResultSetMetaData data) throws SQLException {
        Set<String> names = new HashSet<>();
        List<String> columns = new ArrayList<>();
        for (int column = 1; column <= data.getColumnCount(); column++) {
            String name = data.getColumnName(column);
            String unique = name;
            for (int copy = 1; !names.add(unique); copy++) {
                unique = name + ":" + copy;
            }
            columns.add(unique);
        }
        return List.copyOf(columns);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean next() {
        requireOpen();
        row = null;
        try {
            if (!rows.next()) {
                return false;
            }
            watch.requireTime();
            if (++rowCount > owner.limits().maxRows()) {
                throw tooMany(Reason.TOO_MANY_ROWS, "rows", owner.limits().maxRows());
            }
            row = read();
            return true;
        } catch (SQLException e) {
            failed = true;
            requireOpen();
            throw owner.translated(watch, e);
        }
    }

    @Override
    public List<@Nullable Object> row() {
        if (row == null) {
            throw new IllegalStateException("The cursor stands on no row. Next: call next() first.");
        }
        return row;
    }

    private List<@Nullable Object> read() throws SQLException {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int column = 0; column < values.length; column++) {
            Object value = readable(rows.getObject(column + 1));
            byteCount += bytesOf(value);
            if (byteCount > owner.limits().maxBytes()) {
                throw tooMany(Reason.TOO_MANY_BYTES, "bytes", owner.limits().maxBytes());
            }
            values[column] = value;
        }
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    private @Nullable Object readable(@Nullable Object value) {
        if (value instanceof Integer number) {
            return number.longValue();
        }
        if (value instanceof Double number && number.isInfinite()) {
            return number.toString();
        }
        if (value instanceof byte[] blob) {
            return HexFormat.of().formatHex(blob);
        }
        boolean address = text.isExplained() && value instanceof String shown && shown.startsWith(ADDRESS);
        return address ? ADDRESS : value;
    }

    private static long bytesOf(@Nullable Object value) {
        return value instanceof String string ? utf8Bytes(string) : Long.BYTES;
    }

    private static long utf8Bytes(String string) {
        long bytes = 0;
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    private static QueryException tooMany(Reason reason, String what, long most) {
        return new QueryException(
                reason,
                "The result has more " + what + " than allowed. Expected: up to " + most
                        + ". Next: ask for less, or page with WHERE and LIMIT.",
                null);
    }

    private void requireOpen() {
        if (overdue) {
            throw watch.stopped(null);
        }
        if (closed) {
            throw new StoreClosedException("The cursor of a query is closed. File: " + owner.file() + ".");
        }
    }

    /** Ends the query if its time is over, whoever holds it: a forgotten cursor would keep SQLite's log for ever. */
    void closeIfOverdue() {
        if (watch.isOverdue()) {
            overdue = true;
            close();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        owner.release(this, connection, statement, !failed && !overdue);
    }
}
