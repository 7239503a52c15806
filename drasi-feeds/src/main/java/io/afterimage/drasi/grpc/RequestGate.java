package io.afterimage.drasi.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a number of requests in at a time. The others wait unread, so that they take no memory, and come in in their order.
 * One that is in must have arrived as a whole within a time. Thread-safe.
 */
final class RequestGate implements ServerInterceptor {

    private final int maxInside;
    private final Duration requestTime;
    private final ScheduledExecutorService timer;

    private final Object lock = new Object();
    private final Queue<GatedCall<?, ?>> waiting = new ArrayDeque<>();
    private int inside;

    RequestGate(int maxInside, Duration requestTime, ScheduledExecutorService timer) {
        this.maxInside = maxInside;
        this.requestTime = requestTime;
        this.timer = timer;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        GatedCall<Q, A> gated = new GatedCall<>(call);
        return new GatedListener<>(next.startCall(gated, headers), gated);
    }

    /** Lets a call in, now or when another one has left. */
    private void enter(GatedCall<?, ?> call) {
        synchronized (lock) {
            if (inside == maxInside) {
                waiting.add(call);
                return;
            }
            inside++;
        }
        call.readRequest();
    }

    /** Takes a call out, wherever it is, and lets the next one in. */
    private void leave(GatedCall<?, ?> call) {
        GatedCall<?, ?> next = null;
        synchronized (lock) {
            if (!waiting.remove(call)) {
                next = waiting.poll();
                inside -= next == null ? 1 : 0;
            }
            lock.notifyAll();
        }
        if (next != null) {
            next.readRequest();
        }
    }

    /** Waits until no call is inside or waits, or the time is over. */
    void awaitEmpty(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        synchronized (lock) {
            long left = time.toNanos();
            while ((inside > 0 || !waiting.isEmpty()) && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(lock, left);
                left = deadline - System.nanoTime();
            }
        }
    }

    /** A call that is answered once: by its handler, or because its request took too long to arrive. */
    private final class GatedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

        private int messages;
        private boolean left;
        private boolean over;
        private @Nullable Future<?> deadline;

        GatedCall(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public void request(int numMessages) {
            messages = numMessages;
            enter(this);
        }

        private synchronized void readRequest() {
            if (!left) {
                deadline = timer.schedule(this::giveUp, requestTime.toNanos(), TimeUnit.NANOSECONDS);
                super.request(messages);
            }
        }

        private void giveUp() {
            close(Status.CANCELLED.withDescription("the request took too long to arrive"), new Metadata());
        }

        /** The request is there: from now on it is not its sender who takes the time. */
        synchronized void arrived() {
            if (deadline != null) {
                deadline.cancel(false);
            }
        }

        void ended() {
            synchronized (this) {
                if (left) {
                    return;
                }
                left = true;
                arrived();
            }
            leave(this);
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!over) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (!over) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!over) {
                over = true;
                super.close(status, trailers);
            }
        }
    }

    /** Hears when a request has arrived, and when its call has ended. */
    private static final class GatedListener<Q> extends SimpleForwardingServerCallListener<Q> {

        private final RequestGate.GatedCall<Q, ?> call;

        GatedListener(ServerCall.Listener<Q> listener, RequestGate.GatedCall<Q, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onHalfClose() {
            call.arrived();
            super.onHalfClose();
        }

        @Override
        public void onComplete() {
            call.ended();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            call.ended();
            super.onCancel();
        }
    }
}
