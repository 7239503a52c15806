package io.afterimage.drasi.http;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content.Chunk;

/**
 * Reads the body of one request as it comes, holding no thread meanwhile, and gives it on when it is whole. A body that is
 * too long, too slow, or too much beside the others is answered here.
 */
final class BodyReader implements Runnable {

    private static final int FIRST_BYTES = 8 << 10;
    private static final Duration WHEN_OTHERS_LEFT = Duration.ofSeconds(1);

    private final Exchange exchange;
    private final HttpLimits limits;
    private final BodyBudget budget;
    private final Clock clock;
    private final Consumer<byte[]> whole;
    private final Instant deadline;
    private final long announced;
    private byte[] bytes = {};
    private int length;

    BodyReader(Exchange exchange, HttpLimits limits, BodyBudget budget, Clock clock, Consumer<byte[]> whole) {
        this.exchange = exchange;
        this.limits = limits;
        this.budget = budget;
        this.clock = clock;
        this.whole = whole;
        this.deadline = clock.instant().plus(limits.bodyTime());
        this.announced = exchange.request().getLength();
    }

    @Override
    public void run() {
        if (announced > limits.maxBodyBytes()) {
            tooLong();
            return;
        }
        boolean more = true;
        while (more) {
            Chunk chunk = exchange.request().read();
            if (chunk == null) {
                exchange.request().demand(this);
                return;
            }
            more = take(chunk);
            chunk.release();
        }
    }

    /** Takes a piece of the body; false if that was the end of it, one way or another. */
    private boolean take(Chunk chunk) {
        if (Chunk.isFailure(chunk)) {
            fail(chunk.getFailure());
        } else if (clock.instant().isAfter(deadline)) {
            tooSlow();
        } else if (length + (long) chunk.remaining() > limits.maxBodyBytes()) {
            giveUp();
            tooLong();
        } else if (!makeRoom(length + chunk.remaining())) {
            giveUp();
            exchange.later("The server holds as many bodies as it may. Next: repeat the request.", WHEN_OTHERS_LEFT);
        } else {
            append(chunk.getByteBuffer());
            if (!chunk.isLast()) {
                return true;
            }
            complete();
        }
        return false;
    }

    private void append(ByteBuffer piece) {
        int count = piece.remaining();
        piece.get(bytes, length, count);
        length += count;
    }

    private boolean makeRoom(int needed) {
        if (needed <= bytes.length) {
            return true;
        }
        long most = announced < 0 ? limits.maxBodyBytes() : announced;
        int size = (int) Math.max(needed, Math.min(most, Math.max(FIRST_BYTES, 2L * bytes.length)));
        if (!budget.tryTake(size - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    private void complete() {
        try {
            whole.accept(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
        } catch (RuntimeException e) {
            exchange.fail(e); // answered 500, and logged
        } finally {
            giveUp();
        }
    }

    /** Forgets what came, and lets others have its place. */
    private void giveUp() {
        budget.giveBack(bytes.length);
        bytes = new byte[0];
        length = 0;
    }

    private void fail(Throwable failure) {
        if (failure instanceof TimeoutException) {
            tooSlow();
        } else {
            giveUp();
            exchange.fail(failure);
        }
    }

    private void tooSlow() {
        giveUp();
        exchange.problem(
                HttpStatus.REQUEST_TIMEOUT_408,
                "The body took too long to arrive. Expected: within " + limits.bodyTime() + ".");
    }

    private void tooLong() {
        exchange.problem(
                HttpStatus.PAYLOAD_TOO_LARGE_413,
                "The body is too long. Expected: up to " + limits.maxBodyBytes() + " bytes.");
    }
}
