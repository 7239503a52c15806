package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.Row;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A live query over the durable stores: what is told is stored, and reopening goes on. */
class LiveQueryStoresTest {

    @TempDir
    private Path directory;

    /** The durable engines. */
    enum Engine {
        ROCKSDB,
        SQLITE;

        LiveResultsStore open(Path directory) {
            return this == ROCKSDB
                    ? RocksDbLiveResultsStore.at(directory.resolve("r")).open()
                    : SqliteLiveResultsStore.at(directory.resolve("s.db")).open();
        }
    }

    @ParameterizedTest
    @EnumSource
    void reopening_goesOnWithSequenceRowsOutboxAndSources(Engine engine) {
        HeardNews heard = new HeardNews();
        for (int life = 0; life < 3; life++) {
            try (LiveResultsStore store = engine.open(directory);
                    LiveQuery query =
                            LiveQuery.over(store, "orders").configHash(-7).open()) {
                assertThat(query.durable()).isTrue();
                query.subscribe(heard);
                query.publish(List.of(added(life)), Map.of("log", new byte[] {(byte) life}));
                query.publish(List.of(added(-1 - life)));
            }
        }
        try (LiveResultsStore store = engine.open(directory);
                LiveQuery query = LiveQuery.over(store, "orders").configHash(-7).open()) {
            assertThat(query.head()).isEqualTo(new Position(1, 6, -7));
            assertThat(heard.emissions).extracting(Emission::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
            assertThat(outbox(query)).isEqualTo(heard.emissions);
            assertThat(rows(query)).extracting(Row::rowSignature).containsExactly(0L, 1L, 2L, -3L, -2L, -1L);
            assertThat(query.sourcePositions().get("log")).containsExactly(2);
            assertThat(store.verify("orders").problems()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void reconfigureAndReplace_areSeenByAReopenedQuery(Engine engine) {
        try (LiveResultsStore store = engine.open(directory)) {
            LiveQuery query = LiveQuery.over(store, "orders").configHash(1).open();
            HeardNews heard = new HeardNews();
            query.subscribe(heard);
            query.publish(List.of(added(1)));
            query.reconfigure(2);
            query.publish(List.of(added(2)));
            query.replaceAll(new Position(2, 9, 0), RowSource.of(List.of(new Row(5, new byte[] {5}))), Map.of());
            query.publish(List.of(added(6)));
            assertThat(heard.news)
                    .containsExactly(
                            "emitted at 1/1/1",
                            "restarted at 2/0/2",
                            "emitted at 2/1/2",
                            "restarted at 2/9/2",
                            "emitted at 2/10/2");
        }
        try (LiveResultsStore store = engine.open(directory)) {
            LiveQuery query = LiveQuery.over(store, "orders").configHash(2).open();
            assertThat(query.head()).isEqualTo(new Position(2, 10, 2));
            assertThat(rows(query)).extracting(Row::rowSignature).containsExactly(5L, 6L);
        }
    }

    private static RowDiff added(long rowSignature) {
        return new RowDiff.Added(rowSignature, Long.toString(rowSignature).getBytes(StandardCharsets.UTF_8));
    }

    private static List<Emission> outbox(LiveQuery query) {
        OutboxRead.Entries read = (OutboxRead.Entries) query.outboxAfter(new Position(1, 0, -7), 100);
        return read.entries().stream()
                .map(entry -> EmissionCodec.decode("orders", read.head(), entry))
                .toList();
    }

    private static List<Row> rows(LiveQuery query) {
        try (Snapshot snapshot = query.readSnapshot()) {
            return snapshot.toList();
        }
    }
}
