package io.afterimage.sqlite;

import io.afterimage.spi.EngineView;
import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import io.afterimage.spi.RowChunk;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One read transaction on its own connection. Threads take turns, one call at a time; no turn lasts while a consumer
 * works.
 *
 * <p>SQLite may end the transaction after an error of input or output, and the next read would then see a later moment.
 * So the first such error is the last thing that a view reads; every later call repeats it.
 */
final class SqliteView implements EngineView {

    private final ReaderPool pool;
    private final SqliteErrors errors;
    private final SqliteReader reader; // guarded by this
    private @Nullable SQLException failure; // guarded by this

    private SqliteView(ReaderPool pool, SqliteErrors errors, SqliteReader reader) {
        this.pool = pool;
        this.errors = errors;
        this.reader = reader;
    }

    static SqliteView open(ReaderPool pool, SqliteErrors errors) {
        try {
            SqliteReader reader = pool.acquire();
            SqliteView view = new SqliteView(pool, errors, reader);
            try {
                reader.freeze();
            } catch (SQLException | RuntimeException e) {
                pool.discard(reader);
                throw e;
            }
            return view;
        } catch (SQLException e) {
            throw errors.translate("open a view", e);
        }
    }

    List<QueryRecord> queries() {
        return read("read the queries", SqliteReader::queries);
    }

    @Override
    public Optional<QueryRecord> query(int number) {
        return read("read a query's record", from -> from.query(number));
    }

    @Override
    public RowScan rows(QueryRecord query, long fromSignature, long toSignature) {
        Walk walk = walk(query, "signature, checksum, data", fromSignature, toSignature);
        return new RowScan() {
            @Override
            public void fill(RowChunk chunk) {
                chunk.clear();
                read("read rows", from -> {
                    while (chunk.hasRoom() && walk.next()) {
                        long signature = RowStatements.stored(walk.rows.getLong(1));
                        byte[] data =
                                SqliteReader.checkedRow(query, signature, walk.rows.getInt(2), walk.rows.getBytes(3));
                        chunk.add(signature, data, 0, data.length);
                    }
                    return chunk;
                });
            }

            @Override
            public void close() {
                walk.close();
            }
        };
    }

    @Override
    public SignatureScan signatures(QueryRecord query, long fromSignature, long toSignature) {
        Walk walk = walk(query, "signature", fromSignature, toSignature);
        return new SignatureScan() {
            @Override
            public int fill(long[] signatures) {
                return read("read signatures", from -> {
                    int count = 0;
                    while (count < signatures.length && walk.next()) {
                        signatures[count++] = RowStatements.stored(walk.rows.getLong(1));
                    }
                    return count;
                });
            }

            @Override
            public void close() {
                walk.close();
            }
        };
    }

    private Walk walk(QueryRecord query, String columns, long fromSignature, long toSignature) {
        return read("open a walk over rows", from -> new Walk(from.rows(query, columns, fromSignature, toSignature)));
    }

    @Override
    public List<OutboxRecord> outbox(QueryRecord query, long fromOrdinal, int maxEntries) {
        return read("read the outbox", from -> from.outbox(query, fromOrdinal, maxEntries));
    }

    @Override
    public Map<String, byte[]> sourcePositions(QueryRecord query) {
        return read("read source positions", from -> from.sourcePositions(query));
    }

    @Override
    public synchronized void close() {
        try {
            if (failure == null) {
                reader.thaw();
                pool.release(reader);
            } else {
                pool.discard(reader);
            }
        } catch (SQLException e) {
            throw errors.translate("close a view", e);
        }
    }

    synchronized <T> T read(String doing, SqlRead<T> action) {
        if (failure != null) {
            throw errors.translate(doing, failure);
        }
        try {
            return action.from(reader);
        } catch (SQLException e) {
            failure = e;
            throw errors.translate(doing, e);
        }
    }

    /** Something to read at the view's moment. */
    @FunctionalInterface
    interface SqlRead<T> {
        T from(SqliteReader reader) throws SQLException;
    }

    /** An open statement. It ends by itself at its last row, for good. */
    private final class Walk {
        private final PreparedStatement statement;
        private final ResultSet rows;
        private boolean ended;

        Walk(PreparedStatement statement) throws SQLException {
            this.statement = statement;
            this.rows = statement.executeQuery();
        }

        boolean next() throws SQLException {
            ended = ended || !rows.next();
            return !ended;
        }

        void close() {
            synchronized (SqliteView.this) {
                try {
                    statement.close();
                } catch (SQLException e) {
                    if (failure == null) {
                        failure = e;
                        throw errors.translate("close a walk over rows", e);
                    }
                    failure.addSuppressed(e); // SQLite repeats at the close what it said before
                }
            }
        }
    }
}
