package io.afterimage.cli.serve;

import io.afterimage.cli.serve.config.Right;
import io.afterimage.drasi.grpc.proto.ProcessResultsRequest;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;

/**
 * Lets gRPC callers through who may feed: {@code UNAUTHENTICATED} for a token that is missing or unknown,
 * {@code PERMISSION_DENIED} for one that is not enough, for feeding at all or for the query of the request.
 */
final class TokenInterceptor implements ServerInterceptor {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Tokens tokens;

    TokenInterceptor(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Optional<Caller> caller = tokens.caller(headers.get(AUTHORIZATION));
        if (caller.isEmpty()) {
            return refuse(call, Status.UNAUTHENTICATED.withDescription("the token is not known"));
        }
        if (!caller.get().may(Right.FEED)) {
            return refuse(
                    call,
                    caller.get().known()
                            ? Status.PERMISSION_DENIED.withDescription("the token has no right to feed")
                            : Status.UNAUTHENTICATED.withDescription("a bearer token is needed"));
        }
        return new QueryCheck<>(next.startCall(call, headers), call, caller.get());
    }

    private static <Q> ServerCall.Listener<Q> refuse(ServerCall<Q, ?> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }

    /** Looks at the query of a request before anybody else does. */
    private static final class QueryCheck<Q> extends SimpleForwardingServerCallListener<Q> {

        private final ServerCall<Q, ?> call;
        private final Caller caller;
        private boolean refused;

        QueryCheck(ServerCall.Listener<Q> next, ServerCall<Q, ?> call, Caller caller) {
            super(next);
            this.call = call;
            this.caller = caller;
        }

        @Override
        public void onMessage(Q message) {
            if (message instanceof ProcessResultsRequest request
                    && !caller.may(Right.FEED, request.getResults().getQueryId())) {
                refused = true;
                call.close(
                        Status.PERMISSION_DENIED.withDescription("the token is not enough to feed the query"),
                        new Metadata());
            } else {
                super.onMessage(message);
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }
    }
}
