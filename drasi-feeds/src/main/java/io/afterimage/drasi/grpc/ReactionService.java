package io.afterimage.drasi.grpc;

import io.afterimage.drasi.Delivery.Part;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.FeedAnswer;
import io.afterimage.drasi.FeedAnswer.NotReady;
import io.afterimage.drasi.FeedAnswer.Refused;
import io.afterimage.drasi.UnusableLineException;
import io.afterimage.drasi.grpc.proto.ProcessResultsRequest;
import io.afterimage.drasi.grpc.proto.ProcessResultsResponse;
import io.afterimage.drasi.grpc.proto.QueryResult;
import io.afterimage.drasi.grpc.proto.QueryResultItem;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code drasi.v1.ReactionService}: gives every request to a feed and tells in the response what became of it. Trouble is
 * told by {@code success=false}, which a Drasi sender repeats and then hands to its recovery policy; a gRPC status it would
 * judge by the words of its text. Thread-safe.
 */
final class ReactionService {

    private static final String NAME = "drasi.v1.ReactionService";

    /** A level of JSON takes three of protobuf, and a row may have 500; the request around it takes the rest. */
    private static final int MAX_MESSAGE_LEVELS = 3 * 500 + 10;

    /** The method that Drasi calls. */
    static final MethodDescriptor<ProcessResultsRequest, ProcessResultsResponse> PROCESS_RESULTS =
            MethodDescriptor.<ProcessResultsRequest, ProcessResultsResponse>newBuilder()
                    .setType(MethodType.UNARY)
                    .setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, "ProcessResults"))
                    .setRequestMarshaller(ProtoUtils.marshallerWithRecursionLimit(
                            ProcessResultsRequest.getDefaultInstance(), MAX_MESSAGE_LEVELS))
                    .setResponseMarshaller(ProtoUtils.marshaller(ProcessResultsResponse.getDefaultInstance()))
                    .build();

    private final DrasiFeed feed;

    private ReactionService(DrasiFeed feed) {
        this.feed = feed;
    }

    static ServerServiceDefinition over(DrasiFeed feed) {
        ReactionService service = new ReactionService(feed);
        return ServerServiceDefinition.builder(NAME)
                .addMethod(PROCESS_RESULTS, ServerCalls.asyncUnaryCall(service::processResults))
                .build();
    }

    private void processResults(ProcessResultsRequest request, StreamObserver<ProcessResultsResponse> observer) {
        observer.onNext(answer(request.getResults()));
        observer.onCompleted();
    }

    private ProcessResultsResponse answer(QueryResult results) {
        List<Part> parts = new ArrayList<>(results.getResultsCount());
        try {
            for (QueryResultItem item : results.getResultsList()) {
                parts.add(ResultItems.read(results.getQueryId(), item));
            }
        } catch (UnusableLineException e) {
            return refused(new Refused(String.valueOf(e.getMessage()), parts.size()));
        }
        return answer(feed.receive(parts), parts.size());
    }

    private static ProcessResultsResponse answer(FeedAnswer answer, int items) {
        if (answer instanceof NotReady notReady) {
            return failure("Not now, but a repetition may succeed. " + notReady.reason());
        }
        if (answer instanceof Refused refused) {
            return refused(refused);
        }
        return ProcessResultsResponse.newBuilder()
                .setSuccess(true)
                .setItemsProcessed(items)
                .build();
    }

    private static ProcessResultsResponse refused(Refused refused) {
        return failure("Item " + refused.index() + " can never succeed, so do not repeat it. " + refused.reason());
    }

    private static ProcessResultsResponse failure(String error) {
        return ProcessResultsResponse.newBuilder()
                .setSuccess(false)
                .setError(error)
                .build();
    }
}
