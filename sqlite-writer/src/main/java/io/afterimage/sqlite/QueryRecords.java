package io.afterimage.sqlite;

import io.afterimage.CorruptStoreException;
import io.afterimage.Position;
import io.afterimage.spi.Checksums;
import io.afterimage.spi.QueryRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How a query's record becomes a row of the table {@code queries} and back, under its checksum. */
final class QueryRecords {

    static final String SELECT =
            "SELECT number, id, dropped, generation, sequence, config_hash, epoch, next_epoch, reclaimed_epoch, "
                    + "row_count, membership, outbox_first, outbox_next, outbox_reclaimed, checksum FROM queries";

    static final String UPDATE =
            "UPDATE queries SET id = ?, dropped = ?, generation = ?, sequence = ?, config_hash = ?, epoch = ?, "
                    + "next_epoch = ?, reclaimed_epoch = ?, row_count = ?, membership = ?, outbox_first = ?, "
                    + "outbox_next = ?, outbox_reclaimed = ?, checksum = ? WHERE number = ?";

    static final String INSERT =
            "INSERT INTO queries (id, dropped, generation, sequence, config_hash, epoch, next_epoch, reclaimed_epoch, "
                    + "row_count, membership, outbox_first, outbox_next, outbox_reclaimed, checksum, number, "
                    + "source_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)";

    private QueryRecords() {}

    /** Binds the parameters of {@link #UPDATE} and {@link #INSERT}. */
    static void bind(PreparedStatement statement, QueryRecord record) throws SQLException {
        statement.setString(1, record.queryId());
        statement.setInt(2, record.dropped() ? 1 : 0);
        statement.setLong(3, record.position().generation());
        statement.setLong(4, record.position().sequence());
        statement.setLong(5, record.position().configHash());
        statement.setLong(6, Integer.toUnsignedLong(record.rows().epoch()));
        statement.setLong(7, Integer.toUnsignedLong(record.rows().nextEpoch()));
        statement.setLong(8, Integer.toUnsignedLong(record.rows().reclaimedEpoch()));
        statement.setLong(9, record.rows().count());
        statement.setLong(10, record.rows().membership());
        statement.setLong(11, record.outbox().first());
        statement.setLong(12, record.outbox().next());
        statement.setLong(13, record.outbox().reclaimed());
        statement.setInt(14, checksum(record));
        statement.setInt(15, record.number());
    }

    /** Reads the current row of {@link #SELECT}. */
    static QueryRecord read(ResultSet row) throws SQLException {
        int number = row.getInt(1);
        String queryId = row.getString(2);
        long generation = row.getLong(4);
        long sequence = row.getLong(5);
        if (queryId == null || generation < 0 || sequence < 0) {
            throw damaged(number);
        }
        QueryRecord record = new QueryRecord(
                number,
                queryId,
                row.getInt(3) != 0,
                new Position(generation, sequence, row.getLong(6)),
                new QueryRecord.Rows(
                        (int) row.getLong(7),
                        (int) row.getLong(8),
                        (int) row.getLong(9),
                        row.getLong(10),
                        row.getLong(11)),
                new QueryRecord.Outbox(row.getLong(12), row.getLong(13), row.getLong(14)));
        if (checksum(record) != row.getInt(15)) {
            throw damaged(number);
        }
        return record;
    }

    /** Over all fields in their order in the table, big-endian, the id last. */
    static int checksum(QueryRecord record) {
        byte[] id = record.queryId().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(1 + 3 * 8 + 3 * 4 + 5 * 8 + id.length)
                .put((byte) (record.dropped() ? 1 : 0))
                .putLong(record.position().generation())
                .putLong(record.position().sequence())
                .putLong(record.position().configHash())
                .putInt(record.rows().epoch())
                .putInt(record.rows().nextEpoch())
                .putInt(record.rows().reclaimedEpoch())
                .putLong(record.rows().count())
                .putLong(record.rows().membership())
                .putLong(record.outbox().first())
                .putLong(record.outbox().next())
                .putLong(record.outbox().reclaimed())
                .put(id);
        return Checksums.ofKeyed(ValueKind.QUERY.keyHigh(record.number()), 0, bytes.array(), 0, bytes.position());
    }

    private static CorruptStoreException damaged(int number) {
        return CorruptStoreException.ofStore(
                "A query's record does not match its checksum. Table: queries. Number: " + number + ".", null);
    }
}
