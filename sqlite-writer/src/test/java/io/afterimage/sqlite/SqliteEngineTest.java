package io.afterimage.sqlite;

import static io.afterimage.sqlite.EngineFixture.open;
import static io.afterimage.sqlite.EngineFixture.query;
import static io.afterimage.sqlite.EngineFixture.rows;
import static io.afterimage.sqlite.EngineFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CorruptStoreException;
import io.afterimage.Position;
import io.afterimage.Row;
import io.afterimage.spi.EngineBatch;
import io.afterimage.spi.EngineView;
import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import io.afterimage.spi.RowChunk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine against its port: batches, views, scans, bounded deletions, and the awkward values. */
class SqliteEngineTest {

    private static final byte[] EMPTY = {};
    private static final QueryRecord QUERY = query(1, "q", 0, Long.MIN_VALUE, -1);

    @TempDir
    Path directory;

    private SqliteEngine engine;

    @BeforeEach
    void openEngine() {
        engine = open(directory.resolve("store.db"));
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    private void reopen() {
        engine.close();
        openEngine();
    }

    @Test
    void rows_signaturesAtTheEdges_comeInUnsignedOrder() {
        write(engine, batch -> {
            for (long signature : new long[] {-1, Long.MIN_VALUE, 0, 1, Long.MAX_VALUE}) {
                batch.putRow(1, 1, signature, new byte[] {(byte) signature});
            }
        });

        assertThat(rows(engine, QUERY))
                .extracting(Row::rowSignature)
                .containsExactly(0L, 1L, Long.MAX_VALUE, Long.MIN_VALUE, -1L);
    }

    @Test
    void rows_range_isInclusiveAndUnsigned() {
        write(engine, batch -> {
            for (long signature : new long[] {-1, Long.MIN_VALUE, 0, 1, Long.MAX_VALUE}) {
                batch.putRow(1, 1, signature, EMPTY);
            }
        });

        try (EngineView view = engine.openView()) {
            assertThat(rows(view, QUERY, 1, Long.MIN_VALUE))
                    .extracting(Row::rowSignature)
                    .containsExactly(1L, Long.MAX_VALUE, Long.MIN_VALUE);
            assertThat(rows(view, QUERY, Long.MIN_VALUE, -1))
                    .extracting(Row::rowSignature)
                    .containsExactly(Long.MIN_VALUE, -1L);
        }
    }

    @Test
    void rows_ofManyLengths_comeBackExactly() {
        Random random = new Random(1);
        int[] lengths = {0, 1, 200, 4_000, 5_000, 300_000, 10 << 20};
        byte[][] data = new byte[lengths.length][];
        write(engine, batch -> {
            for (int i = 0; i < lengths.length; i++) {
                data[i] = new byte[lengths[i]];
                random.nextBytes(data[i]);
                batch.putRow(1, 1, i, data[i]);
            }
        });
        reopen();

        List<Row> rows = rows(engine, QUERY);
        for (int i = 0; i < lengths.length; i++) {
            assertThat(rows.get(i)).isEqualTo(new Row(i, data[i]));
            assertThat(engine.row(QUERY, i).orElseThrow()).isEqualTo(data[i]);
        }
    }

    @Test
    void rows_ofOtherQueriesAndEpochs_areNotSeen() {
        write(engine, batch -> {
            batch.putRow(1, 1, 5, new byte[] {1});
            batch.putRow(1, 2, 6, new byte[] {2});
            batch.putRow(2, 1, 7, new byte[] {3});
        });

        assertThat(rows(engine, QUERY)).containsExactly(new Row(5, new byte[] {1}));
        assertThat(engine.row(QUERY, 6)).isEmpty();
    }

    @Test
    void batch_operations_applyInOrder() {
        write(engine, batch -> {
            batch.putRow(1, 1, 1, new byte[] {1});
            batch.deleteRow(1, 1, 1);
            batch.putRow(1, 1, 1, new byte[] {2});
            batch.putRow(1, 1, 1, new byte[] {3});
            batch.putRow(1, 1, 2, new byte[] {4});
            batch.deleteRow(1, 1, 2);
            batch.deleteRow(1, 1, 3);
        });

        assertThat(rows(engine, QUERY)).containsExactly(new Row(1, new byte[] {3}));
    }

    @Test
    void batch_notCommitted_leavesNothing() {
        try (EngineBatch batch = engine.newBatch()) {
            batch.putRow(1, 1, 1, EMPTY);
            batch.putQuery(QUERY);
        }

        assertThat(rows(engine, QUERY)).isEmpty();
        assertThat(engine.readQueries()).isEmpty();
        write(engine, batch -> batch.putRow(1, 1, 2, EMPTY));
        assertThat(rows(engine, QUERY)).hasSize(1);
    }

    @Test
    void batch_afterCommit_takesNothing() {
        try (EngineBatch batch = engine.newBatch()) {
            batch.putRow(1, 1, 1, EMPTY);
            batch.commit();
            assertThatIllegalStateException().isThrownBy(() -> batch.putRow(1, 1, 2, EMPTY));
        }
    }

    @Test
    void rowsPresent_tellsWhichRowsExist() {
        write(engine, batch -> {
            batch.putRow(1, 1, 0, EMPTY);
            batch.putRow(1, 1, -1, EMPTY);
            batch.putRow(1, 2, 3, EMPTY);
        });

        boolean[] present = new boolean[4];
        engine.rowsPresent(1, 1, new long[] {0, 1, -1, 3}, 4, present);

        assertThat(present).containsExactly(true, false, true, false);
        write(engine, batch -> batch.putRow(1, 1, 1, EMPTY)); // the look leaves no transaction behind
    }

    @Test
    void queries_awkwardIds_comeBackExactly() {
        List<String> ids =
                List.of("a", "a\0", "a\0b", "'; DROP TABLE rows; --", "\"/\\%_", "\uD83D\uDE00é", "x".repeat(1_024));
        write(engine, batch -> {
            for (int i = 0; i < ids.size(); i++) {
                batch.putQuery(query(i + 1, ids.get(i), i));
                batch.putSourcePosition(i + 1, ids.get(i), new byte[] {(byte) i});
            }
        });
        reopen();

        assertThat(engine.readQueries()).extracting(QueryRecord::queryId).containsExactlyElementsOf(ids);
        try (EngineView view = engine.openView()) {
            for (QueryRecord record : engine.readQueries()) {
                assertThat(view.sourcePositions(record)).containsOnlyKeys(record.queryId());
            }
        }
    }

    @Test
    void query_extremeNumbers_comeBackExactly() {
        QueryRecord record = new QueryRecord(
                Integer.MAX_VALUE,
                "q",
                true,
                new Position(Long.MAX_VALUE, Long.MAX_VALUE, -1),
                new QueryRecord.Rows(-1, -2, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE),
                new QueryRecord.Outbox(Long.MAX_VALUE, 1, 2));
        write(engine, batch -> batch.putQuery(record));
        reopen();

        assertThat(engine.readQueries()).containsExactly(record);
        try (EngineView view = engine.openView()) {
            assertThat(view.query(Integer.MAX_VALUE)).contains(record);
            assertThat(view.query(1)).isEmpty();
        }
    }

    @Test
    void putQuery_again_replaces() {
        write(engine, batch -> batch.putQuery(query(1, "q")));
        write(engine, batch -> batch.putQuery(query(1, "q", 4)));

        assertThat(engine.readQueries()).containsExactly(query(1, "q", 4));
    }

    @Test
    void view_showsItsMoment_whateverIsWritten() {
        write(engine, batch -> {
            batch.putQuery(query(1, "q", 1));
            batch.putRow(1, 1, 1, new byte[] {1});
            batch.putOutbox(1, new OutboxRecord(0, 1, 2, EMPTY));
            batch.putSourcePosition(1, "s", new byte[] {1});
        });
        try (EngineView view = engine.openView()) {
            write(engine, batch -> {
                batch.putQuery(query(1, "q", 2, 3));
                batch.deleteEpochs(1, 0, 9);
                batch.putRow(1, 1, 2, EMPTY);
                batch.deleteOutbox(1, 0, 1);
                batch.deleteSourcePositions(1);
            });

            assertThat(view.query(1)).contains(query(1, "q", 1));
            assertThat(rows(view, QUERY, 0, -1)).containsExactly(new Row(1, new byte[] {1}));
            assertThat(view.outbox(QUERY, 0, 9)).hasSize(1);
            assertThat(view.sourcePositions(QUERY)).containsOnlyKeys("s");
        }
        assertThat(rows(engine, QUERY)).containsExactly(new Row(2, EMPTY));
    }

    @Test
    void view_manyAtOnce_eachShowsItsMoment() {
        EngineView[] views = new EngineView[12];
        for (int i = 0; i < views.length; i++) {
            views[i] = engine.openView();
            int signature = i;
            write(engine, batch -> batch.putRow(1, 1, signature, EMPTY));
        }
        for (int i = 0; i < views.length; i++) {
            assertThat(rows(views[i], QUERY, 0, -1)).hasSize(i);
            views[i].close();
        }
        assertThat(engine.readers().open()).isEqualTo(ReaderPool.IDLE_AT_MOST);
    }

    @Test
    void scans_ofOneView_takeTurns() {
        write(engine, batch -> {
            for (int i = 0; i < 2_000; i++) {
                batch.putRow(1, 1, i, new byte[10]);
            }
        });
        RowChunk chunk = new RowChunk();
        long[] signatures = new long[700];
        try (EngineView view = engine.openView();
                EngineView.RowScan some = view.rows(QUERY, 0, -1);
                EngineView.SignatureScan others = view.signatures(QUERY, 0, -1)) {
            for (int i = 0; i < 3; i++) {
                some.fill(chunk);
                assertThat(chunk.row(0).rowSignature()).isEqualTo(512L * i);
                assertThat(others.fill(signatures)).isEqualTo(i < 2 ? 700 : 600);
                assertThat(signatures[0]).isEqualTo(700L * i);
            }
            assertThat(others.fill(signatures)).isZero();
        }
    }

    @Test
    void deleteEpochs_goesInPieces() {
        int rows = WriteStatements.DELETE_AT_MOST + 10;
        write(engine, batch -> {
            for (int i = 0; i < rows; i++) {
                batch.putRow(1, i % 2 == 0 ? 1 : -2, i, EMPTY); // -2: the last epoch but one, unsigned
            }
            batch.putRow(1, -1, 1, EMPTY);
            batch.putRow(2, 1, 1, EMPTY);
        });

        write(engine, batch -> assertThat(batch.deleteEpochs(1, 1, -1)).isFalse());
        write(engine, batch -> assertThat(batch.deleteEpochs(1, 1, -1)).isTrue());

        assertThat(rows(engine, QUERY)).isEmpty();
        assertThat(rows(engine, query(2, "other"))).hasSize(1);
        boolean[] present = new boolean[1];
        engine.rowsPresent(1, -1, new long[] {1}, 1, present);
        assertThat(present[0]).isTrue();
    }

    @Test
    void outbox_isReadInOrder_andDeletedFromTheFront() {
        write(engine, batch -> {
            for (int i = 0; i < 3_000; i++) {
                batch.putOutbox(1, new OutboxRecord(i, i, i + 1, new byte[] {(byte) i}));
            }
            batch.putOutbox(2, new OutboxRecord(0, 0, 1, EMPTY));
        });
        long[] end = new long[1];
        write(engine, batch -> end[0] = batch.deleteOutbox(1, 0, 2_900));
        assertThat(end[0]).isBetween(64L, 2_899L);
        write(
                engine,
                batch -> assertThat(batch.deleteOutbox(1, end[0], end[0] + 64)).isEqualTo(end[0] + 64));

        try (EngineView view = engine.openView()) {
            List<OutboxRecord> entries = view.outbox(QUERY, 0, 5);
            assertThat(entries).hasSize(5);
            assertThat(entries.get(0).ordinal()).isEqualTo(end[0] + 64);
            assertThat(entries.get(0).data()).containsExactly((byte) (end[0] + 64));
            assertThat(view.outbox(query(2, "other"), 0, Integer.MAX_VALUE)).hasSize(1);
        }
    }

    @Test
    void sourcePositions_areReplacedAndCounted() {
        write(engine, batch -> {
            batch.putSourcePosition(1, "a", new byte[] {1});
            batch.putSourcePosition(1, "b", EMPTY);
            batch.putQuery(QUERY);
        });
        write(engine, batch -> batch.putSourcePosition(1, "a", new byte[] {2}));

        try (EngineView view = engine.openView()) {
            Map<String, byte[]> positions = view.sourcePositions(QUERY);
            assertThat(positions).containsOnlyKeys("a", "b");
            assertThat(positions.get("a")).containsExactly(2);
            assertThat(positions.get("b")).isEmpty();
        }
        write(engine, batch -> batch.deleteSourcePositions(1));
        try (EngineView view = engine.openView()) {
            assertThat(view.sourcePositions(QUERY)).isEmpty();
        }
        assertThat(engine.check().problems()).isEmpty();
    }

    @Test
    void check_strays_areProblems() {
        write(engine, batch -> {
            batch.putQuery(QUERY);
            batch.putRow(1, 7, 1, EMPTY); // garbage of a known query is no problem
        });
        assertThat(engine.check().problems()).isEmpty();

        write(engine, batch -> batch.putRow(2, 1, 1, EMPTY));

        assertThat(engine.check().problems()).singleElement().asString().contains("Table: rows", "2 (1 records)");
    }

    @Test
    void close_leavesOneSelfContainedFile() throws Exception {
        write(engine, batch -> batch.putRow(1, 1, 1, EMPTY));
        engine.close();

        try (var files = Files.list(directory)) {
            assertThat(files.map(it -> it.getFileName().toString()))
                    .containsExactlyInAnyOrder("store.db", "store.db-lock", "store.db-pages");
        }
        openEngine();
        assertThat(rows(engine, QUERY)).hasSize(1);
    }

    @Test
    void row_underAnotherKey_isDamage() throws Exception {
        write(engine, batch -> batch.putRow(1, 1, 1, new byte[] {1}));
        engine.close();
        Shell.run(directory.resolve("store.db"), "UPDATE rows SET signature = signature + 1");
        Files.delete(directory.resolve("store.db-pages"));
        openEngine();

        assertThatThrownBy(() -> rows(engine, QUERY)).isInstanceOfSatisfying(CorruptStoreException.class, e -> {
            assertThat(e.queryId()).contains("q");
            assertThat(e.rowSignature()).hasValue(2);
        });
    }
}
