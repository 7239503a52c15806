package io.afterimage.sqlite;

import io.afterimage.spi.EngineBatch;
import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;

/** One IMMEDIATE transaction, begun by the first operation. One thread at a time. */
final class SqliteBatch implements EngineBatch {

    /** Up to this many outbox entries are always deleted in one call. */
    private static final int OUTBOX_AT_MOST = 1_024;

    private final SqliteWriter writer;
    private final SqliteErrors errors;
    private final Set<Integer> recount = new LinkedHashSet<>();
    private boolean begun;
    private boolean ended;

    SqliteBatch(SqliteWriter writer, SqliteErrors errors) {
        this.writer = writer;
        this.errors = errors;
    }

    @Override
    public void putRow(int query, int epoch, long rowSignature, byte[] data) {
        write("write a row", () -> writer.statements().rows().put(query, epoch, rowSignature, data));
    }

    @Override
    public void deleteRow(int query, int epoch, long rowSignature) {
        write("delete a row", () -> writer.statements().rows().delete(query, epoch, rowSignature));
    }

    @Override
    public boolean deleteEpochs(int query, int fromEpoch, int toEpoch) {
        boolean[] done = new boolean[1];
        write("delete the rows of old epochs", () -> {
            writer.statements().rows().flush();
            done[0] = writer.statements().deleteEpochs(query, fromEpoch, toEpoch);
        });
        return done[0];
    }

    @Override
    public void putOutbox(int query, OutboxRecord entry) {
        write("write an outbox entry", () -> writer.statements().insertOutbox(query, entry));
    }

    @Override
    public long deleteOutbox(int query, long fromOrdinal, long toOrdinal) {
        long end = Math.min(toOrdinal, fromOrdinal + OUTBOX_AT_MOST);
        write("delete outbox entries", () -> writer.statements().deleteOutbox(query, fromOrdinal, end));
        return end;
    }

    @Override
    public void putQuery(QueryRecord record) {
        write("write a query's record", () -> writer.statements().putQuery(record));
    }

    @Override
    public void putSourcePosition(int query, String sourceId, byte[] position) {
        write("write a source position", () -> {
            if (writer.statements().sourcePositions().put(query, sourceId, position)) {
                recount.add(query);
            }
        });
    }

    @Override
    public void deleteSourcePositions(int query) {
        write("delete source positions", () -> {
            if (writer.statements().sourcePositions().deleteAll(query)) {
                recount.add(query);
            }
        });
    }

    @Override
    public void commit() {
        if (!begun && !ended) {
            return; // nothing to write
        }
        write("write a batch", this::finish);
        try {
            writer.statements().commit();
        } catch (SQLException e) {
            throw failed(e, errors.translateCommit(e));
        }
        begun = false;
        ended = true;
        writer.checkpoints().afterCommit();
    }

    private void finish() throws SQLException {
        writer.statements().rows().flush();
        for (int query : recount) {
            writer.statements().sourcePositions().count(query);
        }
    }

    @Override
    public void close() {
        if (!begun) {
            return;
        }
        try {
            ended = true;
            begun = false;
            writer.statements().rows().forget();
            writer.rollback();
        } catch (SQLException e) {
            throw failed(e, errors.translate("roll a batch back", e));
        }
    }

    private void write(String doing, SqlAction action) {
        if (ended) {
            throw new IllegalStateException("The batch was committed or has failed; nothing can be added.");
        }
        try {
            if (!begun) {
                writer.statements().begin();
                begun = true;
            }
            action.run();
        } catch (SQLException e) {
            throw failed(e, errors.translate(doing, e));
        }
    }

    private RuntimeException failed(SQLException error, RuntimeException translated) {
        ended = true;
        begun = false;
        writer.rollbackAfter(error);
        if (SqliteErrors.isFullDisk(error)) {
            writer.checkpoints().makeRoom();
        }
        return translated;
    }

    /** Something to do in the transaction. */
    @FunctionalInterface
    private interface SqlAction {
        void run() throws SQLException;
    }
}
