package io.afterimage.drasi.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.Row;
import io.afterimage.Snapshot;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.QuerySettings;
import io.afterimage.drasi.RandomQuery;
import io.afterimage.drasi.RandomQuery.Diff;
import io.afterimage.drasi.grpc.proto.QueryResultItem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random queries over the gRPC wire, cut, joined and repeated, with the server restarted between any two requests. */
class GrpcModelTest {

    private static final int ROUNDS = Integer.getInteger("afterimage.campaign", 3);

    @Test
    void store_holdsTheQuery_howeverItWasSent() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = new Random().nextLong();
            System.out.println("GrpcModelTest seed " + seed);
            run(seed);
        }
    }

    private static void run(long seed) throws Exception {
        RandomQuery query = new RandomQuery(seed);
        Random restarts = new Random(seed);
        try (InMemoryLiveResultsStore store = new InMemoryLiveResultsStore()) {
            List<List<Diff>> requests = query.requests(60);
            int sent = 0;
            while (sent < requests.size()) {
                sent = send(store, requests, sent, 1 + restarts.nextInt(60));
            }
            assertThat(rows(store)).as("seed %d", seed).isEqualTo(query.rows());
            assertThat(store.position("q").sequence()).as("seed %d", seed).isEqualTo(query.sequence());
        }
    }

    /** Sends some requests to a server that lives for as long as that. */
    private static int send(InMemoryLiveResultsStore store, List<List<Diff>> requests, int from, int number)
            throws Exception {
        int to = Math.min(requests.size(), from + number);
        try (DrasiFeed feed = DrasiFeed.over(store)
                        .query(QuerySettings.of("q"))
                        .withoutTimer()
                        .open();
                DrasiGrpcServer server = DrasiGrpcServer.over(feed)
                        .listenOn(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .start();
                Drasi drasi = new Drasi(server.port())) {
            for (List<Diff> request : requests.subList(from, to)) {
                QueryResultItem[] items =
                        request.stream().map(GrpcModelTest::item).toArray(QueryResultItem[]::new);
                assertThat(drasi.send("q", items).getError()).isEmpty();
            }
        }
        return to;
    }

    private static QueryResultItem item(Diff diff) {
        QueryResultItem.Builder item = QueryResultItem.newBuilder()
                .setSequence(diff.sequence())
                .setRowSignature(-diff.key())
                .setItemTypeValue(List.of("", "ADD", "UPDATE", "DELETE").indexOf(diff.operation()))
                .setMetadata(Protos.struct("{\"result_count\":" + diff.count() + "}"));
        if (diff.before() != null) {
            item.setBefore(Protos.struct(diff.before()));
        }
        if (diff.after() != null) {
            item.setAfter(Protos.struct(diff.after()));
        }
        return item.build();
    }

    private static Map<Long, String> rows(InMemoryLiveResultsStore store) {
        Map<Long, String> rows = new TreeMap<>();
        try (Snapshot snapshot = store.readSnapshot("q")) {
            for (Row row : snapshot.toList()) {
                rows.put(-row.rowSignature(), new String(row.data(), UTF_8));
            }
        }
        return rows;
    }
}
