package io.afterimage.mirror.jdbc;

import io.afterimage.mirror.source.Pulled;
import io.afterimage.mirror.source.SourceException;
import io.afterimage.mirror.source.SourceRefusedException;
import io.afterimage.mirror.source.SourceUnavailableException;
import io.afterimage.mirror.source.SyncSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Polls a table, in the order of a column that grows with every change and of a key that tells equal ones apart. Each pull
 * asks for the rows behind the last one, never for an offset, so that it costs the same wherever the walk stands and
 * resumes anywhere.
 *
 * <p>Limit: a row that is committed late, with a smaller value than rows that were read already, is missed unless the
 * overlap reaches back to it; a row that is deleted without a trace is noticed only by
 * {@link JdbcSourceBuilder#deletingVanished}. {@code docs/formats/mirror-sources.md} says more.
 *
 * <p>Not thread-safe; one thread at a time.
 */
public final class JdbcSource implements SyncSource {

    private static final Set<String> PASSING = Set.of("08", "40", "53", "57");

    private final JdbcReading reading;
    private final DataSource dataSource;
    private final TableWalk walk;

    JdbcSource(JdbcReading reading, DataSource dataSource) {
        this.reading = reading;
        this.dataSource = dataSource;
        walk = new TableWalk(reading);
    }

    /**
     * Reads a table.
     *
     * @param id the source id
     * @param resource the resource its rows belong to
     * @param dataSource where connections come from; one is held during each pull
     * @param table the table's name in its parts, such as {@code "PUBLIC", "TRACK"}, exactly as the database stores them
     * @return a builder
     */
    public static JdbcSourceBuilder table(String id, String resource, DataSource dataSource, String... table) {
        return new JdbcSourceBuilder(id, resource, dataSource, List.of(table));
    }

    @Override
    public String id() {
        return reading.provenance().source();
    }

    @Override
    public Pulled pull(@Nullable String cursor) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        JdbcCursor from = cursor == null ? JdbcCursor.start(reading.way()) : JdbcCursor.parse(cursor, reading.way());
        try (Connection connection = dataSource.getConnection()) {
            return walk.pull(connection, from);
        } catch (SQLException e) {
            throw translated(e);
        }
    }

    private SourceException translated(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        boolean mayPass = e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || e instanceof SQLTimeoutException
                || state.length() < 2
                || PASSING.contains(state.substring(0, 2));
        String where = "Source: " + id() + ". Where: " + String.join(".", reading.table()) + ". Found: SQL state "
                + state + ", " + e.getMessage();
        return mayPass
                ? new SourceUnavailableException(
                        "The database does not answer. " + where + ". Next: sync again later.", e)
                : new SourceRefusedException(
                        "The database refuses the query. " + where + ". Next: check table, columns and rights.", e);
    }
}
