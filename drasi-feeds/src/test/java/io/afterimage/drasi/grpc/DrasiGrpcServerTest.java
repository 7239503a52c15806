package io.afterimage.drasi.grpc;

import static io.afterimage.drasi.grpc.Protos.add;
import static io.afterimage.drasi.grpc.Protos.delete;
import static io.afterimage.drasi.grpc.Protos.nested;
import static io.afterimage.drasi.grpc.Protos.struct;
import static io.afterimage.drasi.grpc.Protos.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.Row;
import io.afterimage.Snapshot;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.QuerySettings;
import io.afterimage.drasi.grpc.proto.ProcessResultsResponse;
import io.afterimage.drasi.grpc.proto.QueryResultItem;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Drasi sends over a real connection, and what becomes of it in a real store. */
class DrasiGrpcServerTest {

    @TempDir
    private Path folder;

    private SqliteLiveResultsStore store;
    private DrasiFeed feed;
    private DrasiGrpcServer server;
    private Drasi drasi;

    @BeforeEach
    void open() throws IOException {
        store = SqliteLiveResultsStore.at(folder.resolve("store.db")).open();
        start();
    }

    private void start() throws IOException {
        feed = DrasiFeed.over(store)
                .query(QuerySettings.of("tanks"))
                .withoutTimer()
                .open();
        server = DrasiGrpcServer.over(feed)
                .listenOn(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .start();
        drasi = new Drasi(server.port());
    }

    @AfterEach
    void close() {
        stop();
        store.close();
    }

    private void stop() {
        drasi.close();
        server.close();
        feed.close();
    }

    @Test
    void wholeEmission_isAppliedAndCounted() {
        ProcessResultsResponse answer =
                drasi.send("tanks", of(2, add(1, 11, "{\"level\":3}")), of(2, add(1, -1, "{\"level\":20.5}")));
        assertThat(answer).isEqualTo(accepted(2));
        assertThat(rows()).isEqualTo(Map.of("11", "{\"level\":3}", "18446744073709551615", "{\"level\":20.5}"));
        assertThat(store.position("tanks").sequence()).isEqualTo(1);
    }

    @Test
    void emissionSplitOverRequests_isHeldUntilItIsWhole_alsoOverARestart() throws IOException {
        assertThat(drasi.send("tanks", of(3, add(1, 11, "{\"level\":3}")))).isEqualTo(accepted(1));
        stop();
        start();
        assertThat(drasi.send("tanks", of(3, add(1, 12, "{\"level\":4}")))).isEqualTo(accepted(1));
        assertThat(rows()).isEmpty();
        assertThat(drasi.send("tanks", of(3, add(1, 13, "{\"level\":5}")))).isEqualTo(accepted(1));
        assertThat(rows()).containsOnlyKeys("11", "12", "13");
    }

    @Test
    void emissionWithoutACount_isWholeWhenALaterOneComes() {
        drasi.send("tanks", add(1, 11, "{\"level\":3}"));
        assertThat(rows()).isEmpty();
        drasi.send("tanks", add(1, 12, "{\"level\":4}"));
        assertThat(rows()).isEmpty();
        drasi.send("tanks", delete(2, 11, "{\"level\":3}"));
        assertThat(rows()).containsOnlyKeys("11", "12");
        assertThat(store.position("tanks").sequence()).isEqualTo(1);
    }

    @Test
    void requestOfSeveralEmissions_isAppliedInTheirOrder() {
        ProcessResultsResponse answer = drasi.send(
                "tanks",
                of(1, add(1, 11, "{\"level\":3}")),
                of(1, update(2, 11, "{\"level\":3}", "{\"level\":4}")),
                of(1, add(3, 12, "{\"level\":9}")));
        assertThat(answer).isEqualTo(accepted(3));
        assertThat(rows()).isEqualTo(Map.of("11", "{\"level\":4}", "12", "{\"level\":9}"));
        assertThat(store.position("tanks").sequence()).isEqualTo(3);
    }

    @Test
    void repeatedAndRegroupedRequests_changeNothing() {
        QueryResultItem first = of(1, add(1, 11, "{\"level\":3}"));
        QueryResultItem second = of(1, update(2, 11, "{\"level\":3}", "{\"level\":4}"));
        drasi.send("tanks", first);
        assertThat(drasi.send("tanks", first)).isEqualTo(accepted(1));
        assertThat(drasi.send("tanks", first, second)).isEqualTo(accepted(2));
        assertThat(drasi.send("tanks", first)).isEqualTo(accepted(1));
        assertThat(rows()).isEqualTo(Map.of("11", "{\"level\":4}"));
        assertThat(store.position("tanks").sequence()).isEqualTo(2);
    }

    @Test
    void metadataOfTheRequest_isIgnored_asHeadersAndInTheBody() {
        drasi.with("x-plant", "north");
        assertThat(drasi.send(Protos.request("tanks", List.of(of(1, add(1, 11, "{}")))).toBuilder()
                        .putMetadata("x-plant", "north")
                        .putMetadata("not a header\n", "ü")
                        .build()))
                .isEqualTo(accepted(1));
    }

    @Test
    void requestWithoutItems_isAccepted() {
        assertThat(drasi.send("tanks")).isEqualTo(accepted(0));
    }

    @Test
    void itemThatCanNeverSucceed_isToldByItsPlace_andNothingOfTheRequestIsApplied() {
        ProcessResultsResponse answer = drasi.send(
                "tanks",
                of(1, add(1, 11, "{}")),
                of(1, add(2, 12, "{}")).toBuilder().clearAfter().build());
        assertThat(answer.getSuccess()).isFalse();
        assertThat(answer.getItemsProcessed()).isZero();
        assertThat(answer.getError())
                .isEqualTo(
                        "Item 1 can never succeed, so do not repeat it. An item lacks a side. Where: an ADD. Expected:"
                                + " after. Found: none.");
        assertThat(rows()).isEmpty();
    }

    @Test
    void queryThatIsUnknown_isToldSo() {
        ProcessResultsResponse answer = drasi.send("pumps", of(1, add(1, 11, "{}")));
        assertThat(answer.getSuccess()).isFalse();
        assertThat(answer.getError()).contains("The query is not configured. Query: pumps.");
        assertThat(drasi.send("", of(1, add(1, 11, "{}"))).getError()).contains("can never succeed");
    }

    @Test
    void feedThatIsNotReady_isNoStatus_butASuccessThatIsFalse() {
        feed.close();
        ProcessResultsResponse answer = drasi.send("tanks", of(1, add(1, 11, "{}")));
        assertThat(answer.getSuccess()).isFalse();
        assertThat(answer.getError()).startsWith("Not now, but a repetition may succeed. ");
    }

    @Test
    void storeThatFails_isNoStatus_butASuccessThatIsFalse() {
        store.close();
        ProcessResultsResponse answer = drasi.send("tanks", of(1, add(1, 11, "{}")));
        assertThat(answer.getSuccess()).isFalse();
        assertThat(answer.getError()).startsWith("Not now, but a repetition may succeed. ");
    }

    @Test
    void rowAsDeepAsARowMayBe_isStored_andADeeperOneIsRefused() throws Exception {
        assertThat(sendNested(500).get()).isEqualTo(accepted(1));
        assertThat(rows()).isEqualTo(Map.of("11", "{\"a\":".repeat(499) + "{}" + "}".repeat(499)));
        assertThat(sendNested(501).get().getError()).contains("A row cannot be written as JSON. Where: after.");
        assertThatThrownBy(sendNested(2_000)::get).hasCauseInstanceOf(StatusRuntimeException.class);
        assertThat(sendNested(500).get()).isEqualTo(accepted(1));
    }

    /** Sends a row of a depth, with the stack that a sender needs for it. */
    private FutureTask<ProcessResultsResponse> sendNested(int levels) {
        FutureTask<ProcessResultsResponse> sent = new FutureTask<>(() -> drasi.send(
                "tanks",
                of(1, add(1, 11, "{}")).toBuilder().setAfter(nested(levels)).build()));
        new Thread(null, sent, "deep sender", 256L << 20).start();
        return sent;
    }

    private static QueryResultItem of(int count, QueryResultItem item) {
        return item.toBuilder()
                .setMetadata(struct("{\"source_id\":\"plant\",\"result_count\":" + count + "}"))
                .build();
    }

    private static ProcessResultsResponse accepted(int items) {
        return ProcessResultsResponse.newBuilder()
                .setSuccess(true)
                .setItemsProcessed(items)
                .build();
    }

    private Map<String, String> rows() {
        Map<String, String> rows = new TreeMap<>();
        try (Snapshot snapshot = store.readSnapshot("tanks")) {
            for (Row row : snapshot.toList()) {
                rows.put(Long.toUnsignedString(row.rowSignature()), new String(row.data(), StandardCharsets.UTF_8));
            }
        }
        return rows;
    }
}
