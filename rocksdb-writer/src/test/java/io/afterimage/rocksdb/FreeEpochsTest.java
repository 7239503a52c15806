package io.afterimage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Position;
import io.afterimage.spi.EngineBatch;
import io.afterimage.spi.EngineView;
import io.afterimage.spi.QueryRecord;
import io.afterimage.spi.RowChunk;
import io.afterimage.spi.RowWalk;
import io.afterimage.spi.StorageEngine.RowLoader;
import io.afterimage.spi.StoreSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of epochs that nobody needs go at once, and those that somebody reads stay. */
class FreeEpochsTest {

    private static final int QUERY = 1;

    @TempDir
    private Path temp;

    private static QueryRecord record(int epoch) {
        QueryRecord.Rows rows = new QueryRecord.Rows(epoch, epoch + 1, epoch, 0, 0);
        return new QueryRecord(QUERY, "q", false, new Position(1, 1, 0), rows, new QueryRecord.Outbox(0, 0, 0));
    }

    private static void load(RocksDbEngine engine, int epoch) {
        try (RowLoader loader = engine.rowLoader(QUERY, epoch).orElseThrow()) {
            loader.write(new OneRow());
            loader.finish();
        }
    }

    private static void deleteEpochs(RocksDbEngine engine, int from, int to) {
        try (EngineBatch batch = engine.newBatch()) {
            assertThat(batch.deleteEpochs(QUERY, from, to)).isTrue();
            batch.commit();
        }
    }

    private static int tables(RocksDbEngine engine) {
        return (int) engine.rocks().db.getLiveFilesMetaData().stream()
                .filter(file -> new String(file.columnFamilyName(), StandardCharsets.UTF_8).equals("rows"))
                .count();
    }

    @Test
    void tablesOfDeletedEpochs_areGone_andThoseOfOthersStay() {
        try (RocksDbEngine engine = RocksDbEngine.open(temp.resolve("store"), StoreSettings.DEFAULT)) {
            List.of(3, 4, 5).forEach(epoch -> load(engine, epoch));
            assertThat(tables(engine)).isEqualTo(3);
            deleteEpochs(engine, 3, 5);
            engine.freeEpochs(QUERY, 3, 5);
            assertThat(tables(engine)).isEqualTo(1);
            assertThat(engine.row(record(5), OneRow.SIGNATURE)).isPresent();
            assertThat(engine.row(record(4), OneRow.SIGNATURE)).isEmpty();
        }
    }

    @Test
    void tablesThatAnOpenViewShows_stay() {
        try (RocksDbEngine engine = RocksDbEngine.open(temp.resolve("store"), StoreSettings.DEFAULT)) {
            load(engine, 3);
            try (EngineView before = engine.openView()) {
                deleteEpochs(engine, 3, 4);
                engine.freeEpochs(QUERY, 3, 4);
                assertThat(tables(engine)).isEqualTo(1);
                RowChunk chunk = new RowChunk();
                try (EngineView.RowScan scan = before.rows(record(3), 0, -1)) {
                    scan.fill(chunk);
                }
                assertThat(chunk.size()).isOne();
            }
            engine.freeEpochs(QUERY, 3, 4);
            assertThat(tables(engine)).isZero();
        }
    }

    /** A walk over one row of no bytes. */
    private static final class OneRow implements RowWalk {

        static final long SIGNATURE = 7;
        private boolean read;

        @Override
        public boolean next() {
            boolean first = !read;
            read = true;
            return first;
        }

        @Override
        public long rowSignature() {
            return SIGNATURE;
        }

        @Override
        public byte[] array() {
            return new byte[0];
        }

        @Override
        public int offset() {
            return 0;
        }

        @Override
        public int length() {
            return 0;
        }
    }
}
