package io.afterimage.cli.serve;

import static io.afterimage.cli.serve.ServeTester.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Tokens that are for some queries only, over every wire. */
class TokenTest {

    private static final String CONFIG =
            "queries: [{id: hot-rooms, keyColumns: [room]}, {id: attic, keyColumns: [room]}]\n" + ServeTester.TOKENS;

    @TempDir
    private Path directory;

    private static SentDiff first(String queryId) {
        return new SentDiff(queryId, 1, 1, "r1", null, 21);
    }

    private static String json(Object document) {
        return JsonMapper.shared().writeValueAsString(document);
    }

    @Test
    void overHttp_theQueryOfABody_decides() throws IOException {
        try (ServeTester server = ServeTester.start(directory, CONFIG)) {
            String[] feeder = bearer(ServeTester.FEED);
            String[] reader = bearer(ServeTester.READ);
            assertThat(server.post("/changes/attic", json(first("attic").asJson()), feeder)
                            .statusCode())
                    .isEqualTo(403);
            String mixed = json(Map.of(
                    "batch", List.of(first("hot-rooms").asJson(), first("attic").asJson())));
            assertThat(server.post("/batch", mixed, feeder).statusCode()).isEqualTo(403);
            assertThat(server.get("/hot-rooms", reader).statusCode())
                    .as("nothing of a forbidden batch is taken")
                    .isEqualTo(404);
            assertThat(server.post("/batch", mixed, bearer(ServeTester.ADMIN)).statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/hot-rooms", reader).body()).contains("\"temp\":21");
            assertThat(server.get("/attic", reader).statusCode()).isEqualTo(403);
            assertThat(server.get("/no-such", reader).statusCode()).isEqualTo(403);
            assertThat(server.get("/hot-rooms", feeder).statusCode()).isEqualTo(403);
            assertThat(server.get("/", reader).body()).contains("hot-rooms").doesNotContain("attic");
        }
    }

    @Test
    void overGrpc_theQueryOfARequest_decides() throws IOException {
        try (ServeTester server = ServeTester.start(directory, CONFIG)) {
            ManagedChannel plain = ManagedChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                    .usePlaintext()
                    .build();
            try {
                assertThat(status(plain, "hot-rooms")).isEqualTo(Status.Code.UNAUTHENTICATED);
                assertThat(status(with(plain, "feed-0123456789abcdeX"), "hot-rooms"))
                        .isEqualTo(Status.Code.UNAUTHENTICATED);
                assertThat(status(with(plain, ServeTester.READ), "hot-rooms")).isEqualTo(Status.Code.PERMISSION_DENIED);
                assertThat(status(with(plain, ServeTester.FEED), "attic")).isEqualTo(Status.Code.PERMISSION_DENIED);
                assertThat(status(with(plain, ServeTester.FEED), "hot-rooms")).isEqualTo(Status.Code.OK);
            } finally {
                plain.shutdownNow();
            }
            assertThat(server.get("/", bearer(ServeTester.ADMIN)).body())
                    .isEqualTo("{\"queries\":[{\"query\":\"hot-rooms\",\"rows\":1,\"generation\":1,\"sequence\":1}]}");
        }
    }

    private static Channel with(Channel channel, String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static Status.Code status(Channel channel, String queryId) {
        try {
            assertThat(DrasiSender.call(channel, DrasiSender.request(List.of(first(queryId))))
                            .getSuccess())
                    .isTrue();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }
}
