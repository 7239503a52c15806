package io.afterimage.sqlite;

import io.afterimage.Position;
import io.afterimage.Row;
import io.afterimage.spi.Checksums;
import io.afterimage.spi.EngineBatch;
import io.afterimage.spi.EngineView;
import io.afterimage.spi.QueryRecord;
import io.afterimage.spi.RowChunk;
import io.afterimage.spi.StorageEngine;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Short words for what engine tests do all the time. */
final class EngineFixture {

    static final StoreSettings SETTINGS = StoreSettings.DEFAULT.withMemoryBudgetBytes(8 << 20);

    private EngineFixture() {}

    static SqliteEngine open(Path file) {
        return SqliteOpening.open(file, SETTINGS, true);
    }

    /** A record of a query with rows under epoch 1. */
    static QueryRecord query(int number, String id, long... signatures) {
        long membership = 0;
        for (long signature : signatures) {
            membership += Checksums.ofMember(signature);
        }
        return new QueryRecord(
                number,
                id,
                false,
                new Position(1, 2, 3),
                new QueryRecord.Rows(1, 2, 1, signatures.length, membership),
                new QueryRecord.Outbox(0, 0, 0));
    }

    static void write(StorageEngine engine, Consumer<EngineBatch> writes) {
        try (EngineBatch batch = engine.newBatch()) {
            writes.accept(batch);
            batch.commit();
        }
    }

    static List<Row> rows(StorageEngine engine, QueryRecord query) {
        try (EngineView view = engine.openView()) {
            return rows(view, query, 0, -1);
        }
    }

    static List<Row> rows(EngineView view, QueryRecord query, long fromSignature, long toSignature) {
        List<Row> rows = new ArrayList<>();
        RowChunk chunk = new RowChunk();
        try (EngineView.RowScan scan = view.rows(query, fromSignature, toSignature)) {
            do {
                scan.fill(chunk);
                rows.addAll(contents(chunk));
            } while (chunk.size() > 0);
        }
        return rows;
    }

    private static List<Row> contents(RowChunk chunk) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < chunk.size(); i++) {
            rows.add(chunk.row(i));
        }
        return rows;
    }
}
