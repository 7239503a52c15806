package io.afterimage.mirror.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.ProgressHandler;

/**
 * A connection that only reads the mirror's tables, and what it learnt of them. It serves one query at a time, each in a
 * transaction of its own.
 */
final class GuardedConnection implements AutoCloseable {

    private final Connection connection;
    private final ProgramAudit audit;

    private GuardedConnection(Connection connection, ProgramAudit audit) {
        this.connection = connection;
        this.audit = audit;
    }

    static GuardedConnection open(FollowerFile file, SqlLimits limits) throws SQLException {
        Connection connection = file.openGuarded(limits);
        try {
            ProgramAudit audit = ProgramAudit.learn(connection);
            connection.setAutoCommit(false);
            return new GuardedConnection(connection, audit);
        } catch (SQLException e) {
            FollowerFile.closeAfter(e, connection);
            throw e;
        }
    }

    /** Starts to watch, and takes the snapshot the query will see. */
    long begin(QueryWatch watch) throws SQLException {
        ProgressHandler.setHandler(connection, QueryWatch.INSTRUCTIONS, watch);
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("SELECT position FROM " + FollowerSchema.STANDING)) {
            if (!row.next()) {
                throw new SQLException("The table " + FollowerSchema.STANDING + " is empty.");
            }
            return row.getLong(1);
        }
    }

    /** Compiles a statement that has passed the audit. */
    PreparedStatement prepare(SqlText text) throws SQLException {
        audit.require(connection, text);
        return connection.prepareStatement(text.statement());
    }

    /** Lets go of the snapshot. */
    void end() throws SQLException {
        connection.rollback();
        ProgressHandler.clearHandler(connection);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
