package io.afterimage.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements of one connection that end together. The driver finalises a statement that fails, so after a failure none of
 * a set is used again. Not thread-safe; one thread at a time.
 */
final class PreparedStatements {

    private final Connection connection;
    private final List<PreparedStatement> open = new ArrayList<>();

    PreparedStatements(Connection connection) {
        this.connection = connection;
    }

    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        open.add(statement);
        return statement;
    }

    /** Ends all of them after one of them has failed; SQLite repeats there what it has said before. */
    void closeAfter(SQLException error) {
        for (PreparedStatement statement : open) {
            try {
                statement.close();
            } catch (SQLException e) {
                error.addSuppressed(e);
            }
        }
        open.clear();
    }
}
