package io.afterimage.mirror.source;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects a body up to a limit and lets go of the connection as soon as there is more. Used for one body. */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {

    private final int maxBytes;
    private final @Nullable Supplier<? extends Throwable> excess;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();

    private Flow.@Nullable Subscription subscription;

    private BoundedBody(int maxBytes, @Nullable Supplier<? extends Throwable> excess) {
        this.maxBytes = maxBytes;
        this.excess = excess;
    }

    /** A longer body is an error. */
    static BoundedBody failing(int maxBytes, Supplier<? extends Throwable> excess) {
        return new BoundedBody(maxBytes, excess);
    }

    /** Of a longer body nothing is kept. */
    static BoundedBody dropping(int maxBytes) {
        return new BoundedBody(maxBytes, null);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (body.isDone()) {
                return;
            }
            if (buffer.remaining() > maxBytes - collected.size()) {
                end();
                return;
            }
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            collected.writeBytes(bytes);
        }
    }

    private void end() {
        if (subscription != null) {
            subscription.cancel();
        }
        if (excess == null) {
            body.complete(new byte[0]);
        } else {
            body.completeExceptionally(excess.get());
        }
    }

    @Override
    public void onError(Throwable error) {
        body.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        body.complete(collected.toByteArray());
    }
}
