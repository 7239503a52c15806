package io.afterimage.cli.serve;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.afterimage.drasi.grpc.proto.ProcessResultsRequest;
import io.afterimage.drasi.grpc.proto.ProcessResultsResponse;
import io.afterimage.drasi.grpc.proto.QueryResult;
import io.afterimage.drasi.grpc.proto.QueryResultItem;
import io.afterimage.drasi.grpc.proto.QueryResultItemType;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** Sends what a real Drasi sends, to one server. Not thread-safe; one thread at a time. */
final class DrasiSender implements AutoCloseable {

    private static final MethodDescriptor<ProcessResultsRequest, ProcessResultsResponse> PROCESS_RESULTS =
            MethodDescriptor.<ProcessResultsRequest, ProcessResultsResponse>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("drasi.v1.ReactionService/ProcessResults")
                    .setRequestMarshaller(ProtoUtils.marshaller(ProcessResultsRequest.getDefaultInstance()))
                    .setResponseMarshaller(ProtoUtils.marshaller(ProcessResultsResponse.getDefaultInstance()))
                    .build();

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI http;
    private final ManagedChannel grpc;

    DrasiSender(URI http, int grpcPort) {
        this.http = http;
        this.grpc = ManagedChannelBuilder.forAddress("127.0.0.1", grpcPort)
                .usePlaintext()
                .build();
    }

    /** One request that can be sent, and sent again. */
    interface Sending {

        /**
         * Sends it.
         *
         * @return whether it was acknowledged; false if the server asks to repeat it, or is gone
         * @throws AssertionError if the server refuses it for good
         */
        boolean to(DrasiSender server);
    }

    /** One diff, as the HTTP reaction sends it. */
    static Sending change(SentDiff diff) {
        return server -> server.post("/changes/" + diff.queryId(), diff.asJson());
    }

    /** Some diffs, as the adaptive HTTP reaction sends them. */
    static Sending batch(List<SentDiff> diffs) {
        return server -> server.post(
                "/batch", Map.of("batch", diffs.stream().map(SentDiff::asJson).toList()));
    }

    /** An emission, as Dapr brings it from Drasi Platform. */
    static Sending event(List<SentDiff> emission) {
        return server -> server.post("/event", Map.of("specversion", "1.0", "data", changeEvent(emission)));
    }

    private static Map<String, Object> changeEvent(List<SentDiff> emission) {
        List<Object> added = new ArrayList<>();
        List<Object> updated = new ArrayList<>();
        List<Object> deleted = new ArrayList<>();
        for (SentDiff diff : emission) {
            Integer before = diff.before();
            Integer after = diff.after();
            if (before == null && after != null) {
                added.add(diff.row(after));
            } else if (before != null && after != null) {
                updated.add(Map.of("before", diff.row(before), "after", diff.row(after)));
            } else if (before != null) {
                deleted.add(diff.row(before));
            }
        }
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("kind", "change");
        event.put("queryId", emission.get(0).queryId());
        event.put("sequence", emission.get(0).sequence());
        event.put("sourceTimeMs", 1755770400100L);
        event.put("addedResults", added);
        event.put("updatedResults", updated);
        event.put("deletedResults", deleted);
        return event;
    }

    /** Some diffs of one query, as the gRPC reaction sends them. */
    static Sending items(List<SentDiff> diffs) {
        ProcessResultsRequest request = request(diffs);
        return server -> server.process(request);
    }

    /** Some diffs of one query, in the words of gRPC. */
    static ProcessResultsRequest request(List<SentDiff> diffs) {
        QueryResult.Builder results =
                QueryResult.newBuilder().setQueryId(diffs.get(0).queryId());
        diffs.forEach(diff -> results.addResults(item(diff)));
        return ProcessResultsRequest.newBuilder().setResults(results).build();
    }

    /** Calls the server's only method. */
    static ProcessResultsResponse call(Channel channel, ProcessResultsRequest request) {
        return ClientCalls.blockingUnaryCall(
                channel, PROCESS_RESULTS, CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS), request);
    }

    private static QueryResultItem item(SentDiff diff) {
        QueryResultItem.Builder item = QueryResultItem.newBuilder()
                .setItemType(QueryResultItemType.valueOf("QUERY_RESULT_ITEM_TYPE_" + diff.operation()))
                .setRowSignature(diff.room().hashCode() * 0x9E3779B97F4A7C15L)
                .setSequence(diff.sequence())
                .setMetadata(struct(diff.metadata()));
        Integer before = diff.before();
        if (before != null) {
            item.setBefore(struct(diff.row(before)));
        }
        Integer after = diff.after();
        if (after != null) {
            item.setAfter(struct(diff.row(after)));
        }
        return item.build();
    }

    private static Struct struct(Map<String, Object> values) {
        Struct.Builder struct = Struct.newBuilder();
        values.forEach((key, value) -> struct.putFields(
                key,
                value instanceof Number number
                        ? Value.newBuilder()
                                .setNumberValue(number.doubleValue())
                                .build()
                        : Value.newBuilder().setStringValue(value.toString()).build()));
        return struct.build();
    }

    private boolean process(ProcessResultsRequest request) {
        try {
            return call(grpc, request).getSuccess();
        } catch (StatusRuntimeException gone) {
            return false;
        }
    }

    private boolean post(String path, Map<String, Object> document) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(http + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JsonMapper.shared().writeValueAsBytes(document)))
                .build();
        try {
            int status = HTTP.send(request, BodyHandlers.ofString()).statusCode();
            if (status >= 400 && status < 500 && status != 408) {
                throw new AssertionError("Drasi would drop what is answered so. Status: " + status + ".");
            }
            return status == 200;
        } catch (IOException gone) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        grpc.shutdownNow();
    }
}
