package io.afterimage.drasi.grpc;

import io.afterimage.drasi.grpc.proto.ProcessResultsRequest;
import io.afterimage.drasi.grpc.proto.ProcessResultsResponse;
import io.afterimage.drasi.grpc.proto.QueryResultItem;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.List;

/** A sender that talks as Drasi's gRPC reaction does. */
final class Drasi implements AutoCloseable {

    private final ManagedChannel connection;
    private Channel channel;

    Drasi(int port) {
        connection =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        channel = connection;
    }

    /** Sends a header along with every request. */
    Drasi with(String header, String value) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), value);
        channel = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        return this;
    }

    Channel channel() {
        return channel;
    }

    ProcessResultsResponse send(String queryId, QueryResultItem... items) {
        return send(Protos.request(queryId, List.of(items)));
    }

    ProcessResultsResponse send(ProcessResultsRequest request) {
        return ClientCalls.blockingUnaryCall(channel, ReactionService.PROCESS_RESULTS, CallOptions.DEFAULT, request);
    }

    @Override
    public void close() {
        connection.shutdownNow();
    }
}
