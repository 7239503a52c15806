package io.afterimage.drasi.grpc;

import static io.afterimage.drasi.grpc.Protos.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CommitResult;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.QuerySettings;
import io.afterimage.drasi.grpc.proto.ProcessResultsRequest;
import io.afterimage.drasi.grpc.proto.ProcessResultsResponse;
import io.afterimage.tck.ForwardingStore;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What senders are not granted, and how a server ends. */
class GrpcLimitsTest {

    /** A thread for each task: those that wait for one another must not share the one of a small common pool. */
    private static final Executor OF_ITS_OWN = task -> new Thread(task).start();

    private static final Duration LONG = Duration.ofMinutes(5);

    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch mayWrite = new CountDownLatch(1);
    private final InMemoryLiveResultsStore memory = new InMemoryLiveResultsStore();
    private final DrasiFeed feed = DrasiFeed.over(new SlowStore())
            .query(QuerySettings.of("tanks"))
            .withoutTimer()
            .open();

    @AfterEach
    void close() {
        feed.close();
        memory.close();
    }

    @Test
    void message_beyondItsLimit_isNotTaken_andTheNextOneIs() throws IOException {
        mayWrite.countDown();
        GrpcLimits limits = new GrpcLimits(2_000, 8_192, 10, 2, LONG, LONG);
        try (DrasiGrpcServer server = start(limits);
                Drasi drasi = new Drasi(server.port())) {
            String long2000 = "{\"a\":\"" + "x".repeat(2_000) + "\"}";
            assertThatThrownBy(() -> drasi.send("tanks", add(1, 11, long2000)))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageStartingWith("RESOURCE_EXHAUSTED");
            assertThat(drasi.send("tanks", add(1, 11, "{}")).getSuccess()).isTrue();
        }
    }

    @Test
    void connection_beyondTheirNumber_isClosedAtOnce_andTheOthersGoOn() throws IOException {
        mayWrite.countDown();
        GrpcLimits limits = new GrpcLimits(2_000, 8_192, 3, 2, LONG, LONG);
        List<Socket> sockets = new ArrayList<>();
        try (DrasiGrpcServer server = start(limits);
                Drasi drasi = new Drasi(server.port())) {
            drasi.send("tanks", add(1, 11, "{}"));
            for (int i = 0; i < 20; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
            }
            for (Socket refused : sockets.subList(2, 20)) {
                assertThat(readOrReset(refused)).isNegative();
            }
            assertThat(drasi.send("tanks", add(2, 12, "{}")).getSuccess()).isTrue();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static int readOrReset(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (IOException reset) {
            return -1;
        }
    }

    @Test
    void request_thatDoesNotArrive_makesRoomForTheOthers() throws Exception {
        mayWrite.countDown();
        GrpcLimits limits = new GrpcLimits(2_000, 8_192, 10, 1, Duration.ofMillis(200), LONG);
        try (DrasiGrpcServer server = start(limits);
                Drasi slow = new Drasi(server.port());
                Drasi drasi = new Drasi(server.port())) {
            CompletableFuture<Status> ended = beginRequest(slow);
            assertThat(drasi.send("tanks", add(1, 11, "{}")).getSuccess()).isTrue();
            assertThat(ended.get().getCode()).isEqualTo(Status.Code.CANCELLED);
            assertThat(drasi.send("tanks", add(2, 12, "{}")).getSuccess()).isTrue();
        }
    }

    @Test
    void requestsBeyondTheirNumber_waitAndAreAllHandled() throws Exception {
        GrpcLimits limits = new GrpcLimits(2_000, 8_192, 100, 2, LONG, LONG);
        try (DrasiGrpcServer server = start(limits);
                Drasi drasi = new Drasi(server.port());
                Drasi other = new Drasi(server.port())) {
            List<CompletableFuture<ProcessResultsResponse>> answers = new ArrayList<>();
            for (int i = 1; i <= 20; i++) {
                int sequence = i;
                Drasi sender = i % 2 == 0 ? drasi : other;
                answers.add(CompletableFuture.supplyAsync(
                        () -> sender.send("tanks", add(sequence, sequence, "{}")), OF_ITS_OWN));
            }
            writing.await();
            mayWrite.countDown();
            for (CompletableFuture<ProcessResultsResponse> answer : answers) {
                assertThat(answer.get().getSuccess()).isTrue();
            }
        }
        assertThat(memory.position("tanks").sequence()).isEqualTo(19); // the last one has no later one that ends it
    }

    @Test
    void call_thatAnInterceptorEnds_doesNotReachTheFeed() throws IOException {
        ServerInterceptor refusing = new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                Metadata.Key<String> token = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
                if ("Bearer right".equals(headers.get(token))) {
                    return next.startCall(call, headers);
                }
                call.close(Status.UNAUTHENTICATED, new Metadata());
                return new ServerCall.Listener<>() {};
            }
        };
        mayWrite.countDown();
        GrpcLimits limits = new GrpcLimits(2_000, 8_192, 10, 1, LONG, LONG);
        try (DrasiGrpcServer server = DrasiGrpcServer.over(feed)
                        .listenOn(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .limits(limits)
                        .intercept(refusing)
                        .start();
                Drasi wrong = new Drasi(server.port()).with("authorization", "Bearer wrong");
                Drasi right = new Drasi(server.port()).with("authorization", "Bearer right")) {
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> wrong.send("tanks", add(1, 11, "{}")))
                        .isInstanceOf(StatusRuntimeException.class)
                        .hasMessageStartingWith("UNAUTHENTICATED");
            }
            assertThat(right.send("tanks", add(1, 11, "{}")).getSuccess()).isTrue();
        }
    }

    @Test
    void close_letsARequestThatIsInsideEnd_andTakesNoOther() throws Exception {
        DrasiGrpcServer server = start(GrpcLimits.DEFAULT);
        int port = server.port();
        try (Drasi drasi = new Drasi(port)) {
            CompletableFuture<ProcessResultsResponse> answer = CompletableFuture.supplyAsync(
                    () -> drasi.send("tanks", add(1, 11, "{}"), add(2, 12, "{}")), OF_ITS_OWN);
            writing.await();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close, OF_ITS_OWN);
            assertThatThrownBy(() -> {
                        while (true) {
                            new Socket(InetAddress.getLoopbackAddress(), port).close();
                        }
                    })
                    .isInstanceOf(IOException.class);
            mayWrite.countDown();
            assertThat(answer.get().getSuccess()).isTrue();
            closing.get();
            assertThat(memory.position("tanks").sequence()).isEqualTo(1);
            server.close();
        }
    }

    @Test
    void address_thatIsTaken_isAnError() throws IOException {
        try (DrasiGrpcServer server = start(GrpcLimits.DEFAULT)) {
            DrasiGrpcServer.Builder second = DrasiGrpcServer.over(feed)
                    .listenOn(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            assertThatThrownBy(second::start).isInstanceOf(IOException.class);
        }
    }

    @Test
    void limits_thatAdmitNothing_areRefused() {
        assertThatThrownBy(() -> new GrpcLimits(1, 1, 0, 1, LONG, LONG)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> new GrpcLimits(1, 1, 1, 1, Duration.ZERO, LONG))
                .isInstanceOf(RefusedException.class);
    }

    private DrasiGrpcServer start(GrpcLimits limits) throws IOException {
        return DrasiGrpcServer.over(feed)
                .listenOn(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .limits(limits)
                .start();
    }

    /** Sends the head of a request and nothing after it; gives how it ended. */
    private static CompletableFuture<Status> beginRequest(Drasi sender) {
        CompletableFuture<Status> ended = new CompletableFuture<>();
        ClientCall<ProcessResultsRequest, ProcessResultsResponse> call = sender.channel()
                .newCall(
                        ReactionService.PROCESS_RESULTS.toBuilder()
                                .setType(MethodType.CLIENT_STREAMING) // the head of a unary call waits for its message
                                .build(),
                        CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.complete(status);
                    }
                },
                new Metadata());
        call.request(1);
        return ended;
    }

    /** A store that tells when it is written to, and waits. */
    private final class SlowStore extends ForwardingStore {

        SlowStore() {
            super(memory);
        }

        @Override
        public List<CommitResult> commitAll(List<ResultCommit> commits) {
            writing.countDown();
            try {
                mayWrite.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return super.commitAll(commits);
        }
    }
}
