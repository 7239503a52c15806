package io.afterimage.cli.serve;

import io.afterimage.drasi.grpc.proto.ProcessResultsResponse;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Counts and times gRPC requests by their status and, where that is OK, by what the response says. */
final class MeteringInterceptor implements ServerInterceptor {

    private final MeterRegistry meters;

    MeteringInterceptor(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return next.startCall(new Metered<>(call), headers);
    }

    private final class Metered<Q, A> extends SimpleForwardingServerCall<Q, A> {

        private final long begun = System.nanoTime();
        private volatile boolean success;

        Metered(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public void sendMessage(A message) {
            success = message instanceof ProcessResultsResponse response && response.getSuccess();
            super.sendMessage(message);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            Timer.builder("afterimage.grpc.requests")
                    .description("Requests by how they were answered")
                    .tag("status", status.getCode().name())
                    .tag("success", Boolean.toString(success))
                    .register(meters)
                    .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
            super.close(status, trailers);
        }
    }
}
