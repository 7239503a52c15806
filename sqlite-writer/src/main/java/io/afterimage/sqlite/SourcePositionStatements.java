package io.afterimage.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Writes source positions and, in the query's record, how many there are, so that one that got lost is noticed. Not
 * thread-safe; one thread at a time.
 */
final class SourcePositionStatements {

    private final PreparedStatement update;
    private final PreparedStatement insert;
    private final PreparedStatement deleteAll;
    private final PreparedStatement count;

    SourcePositionStatements(PreparedStatements statements) throws SQLException {
        update = statements.prepare(
                "UPDATE source_positions SET position = ?, checksum = ? WHERE query = ? AND source_id = ?");
        insert = statements.prepare(
                "INSERT INTO source_positions (position, checksum, query, source_id) VALUES (?, ?, ?, ?)");
        deleteAll = statements.prepare("DELETE FROM source_positions WHERE query = ?");
        count = statements.prepare("UPDATE queries SET source_count = "
                + "(SELECT count(*) FROM source_positions WHERE query = number) WHERE number = ?");
    }

    /** Returns true if the query has one more than before. */
    boolean put(int query, String sourceId, byte[] position) throws SQLException {
        return execute(update, query, sourceId, position) == 0 && execute(insert, query, sourceId, position) == 1;
    }

    /** Returns true if the query has fewer than before. */
    boolean deleteAll(int query) throws SQLException {
        deleteAll.setInt(1, query);
        return deleteAll.executeUpdate() > 0;
    }

    /** Brings the number in the query's record up to date. */
    void count(int query) throws SQLException {
        count.setInt(1, query);
        count.executeUpdate();
    }

    private static int execute(PreparedStatement statement, int query, String sourceId, byte[] position)
            throws SQLException {
        statement.setBytes(1, position);
        statement.setInt(2, ValueKind.checksumOfSourcePosition(query, sourceId, position));
        statement.setInt(3, query);
        statement.setString(4, sourceId);
        return statement.executeUpdate();
    }
}
