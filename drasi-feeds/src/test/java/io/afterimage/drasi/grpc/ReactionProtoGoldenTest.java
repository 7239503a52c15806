package io.afterimage.drasi.grpc;

import static io.afterimage.drasi.grpc.Protos.struct;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.afterimage.drasi.grpc.proto.ProcessResultsRequest;
import io.afterimage.drasi.grpc.proto.ProcessResultsResponse;
import io.afterimage.drasi.grpc.proto.QueryResult;
import io.afterimage.drasi.grpc.proto.QueryResultItemType;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * The bytes of the wire, written from its field numbers without the generated code. When it fails, the .proto has become
 * another wire than Drasi's.
 */
class ReactionProtoGoldenTest {

    private static final byte[] REQUEST = hex(
            "0a79", // ProcessResultsRequest.results = 1, of 121 bytes
            "0a05 74616e6b73", // QueryResult.query_id = 1: tanks
            "1266", // QueryResult.results = 2, of 102 bytes
            "0802", // QueryResultItem.item_type = 1: UPDATE
            "10 ffffffffffffffffff01", // row_signature = 2: 2^64 - 1
            "1a10 0a0e 0a016e 1209 11000000000000f03f", // before = 3: {"n":1.0}
            "2210 0a0e 0a016e 1209 110000000000000440", // after = 4: {"n":2.5}
            "2807", // sequence = 5: 7
            "3208 08808b8cca06 1005", // timestamp = 6
            "3a1b 0a19 0a0c726573756c745f636f756e74 1209 11000000000000f03f", // metadata = 7: {"result_count":1.0}
            "420a 0a08 0a0178 1203 1a0179", // payload = 8: {"x":"y"}
            "1a08 08818b8cca06 1006", // QueryResult.timestamp = 3
            "1206 0a016b 120176"); // ProcessResultsRequest.metadata = 2: k = v

    private static final byte[] RESPONSE = hex("0801", "12016d", "1a0165", "2003");

    @Test
    void request_isReadFromItsBytes_andWrittenAsThem() throws InvalidProtocolBufferException {
        ProcessResultsRequest request = ProcessResultsRequest.newBuilder()
                .setResults(QueryResult.newBuilder()
                        .setQueryId("tanks")
                        .addResults(Protos.item(QueryResultItemType.QUERY_RESULT_ITEM_TYPE_UPDATE, 7, -1)
                                .setBefore(struct("{\"n\":1}"))
                                .setAfter(struct("{\"n\":2.5}"))
                                .setTimestamp(time(1_766_000_000, 5))
                                .setMetadata(struct("{\"result_count\":1}"))
                                .setPayload(struct("{\"x\":\"y\"}")))
                        .setTimestamp(time(1_766_000_001, 6)))
                .putMetadata("k", "v")
                .build();
        assertThat(ProcessResultsRequest.parseFrom(REQUEST)).isEqualTo(request);
        assertThat(request.toByteArray()).isEqualTo(REQUEST);
    }

    @Test
    void response_isReadFromItsBytes_andWrittenAsThem() throws InvalidProtocolBufferException {
        ProcessResultsResponse response = ProcessResultsResponse.newBuilder()
                .setSuccess(true)
                .setMessage("m")
                .setError("e")
                .setItemsProcessed(3)
                .build();
        assertThat(ProcessResultsResponse.parseFrom(RESPONSE)).isEqualTo(response);
        assertThat(response.toByteArray()).isEqualTo(RESPONSE);
    }

    @Test
    void method_isTheOneThatDrasiCalls() {
        assertThat(ReactionService.PROCESS_RESULTS.getFullMethodName())
                .isEqualTo("drasi.v1.ReactionService/ProcessResults");
    }

    private static Timestamp time(long seconds, int nanos) {
        return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    }

    private static byte[] hex(String... parts) {
        return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
    }
}
