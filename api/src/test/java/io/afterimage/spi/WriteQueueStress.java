package io.afterimage.spi;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two callers with two writes each: each is written once, by one leader at a time, and no caller is left parked. The writer's own
 * fields are plain, so a queue that let two lead, or did not publish what the last leader did, would lose a number.
 */
@JCStressTest
@Outcome(
        id = {"12, 34", "13, 24", "14, 23", "23, 14", "24, 13", "34, 12"},
        expect = Expect.ACCEPTABLE,
        desc = "One after the other, each caller's in its order.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A write was lost, doubled or not seen by the next leader.")
@State
public class WriteQueueStress {

    private int written;
    private final WriteQueue queue = new WriteQueue(this::write);

    private void write(List<WriteRequest<?>> group) {
        for (WriteRequest<?> request : group) {
            ((Numbered) request).number = ++written;
            request.failWith(new Written());
        }
        group.forEach(WriteRequest::finish);
    }

    private int submit() {
        Numbered request = new Numbered();
        try {
            return queue.submit(request);
        } catch (Written e) {
            return request.number;
        }
    }

    /** One caller; its two numbers are the digits of the result. */
    @Actor
    public void caller(II_Result numbers) {
        numbers.r1 = submit() * 10 + submit();
    }

    /** The other one. */
    @Actor
    public void otherCaller(II_Result numbers) {
        numbers.r2 = submit() * 10 + submit();
    }

    /** A request that learns as which one it was written; it is never planned. */
    private static final class Numbered extends WriteRequest<Integer> {

        private int number;

        @Override
        Integer plan(WriteGroup group) {
            throw new AssertionError("not planned here");
        }
    }

    /** What these requests end with. */
    private static final class Written extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Written() {
            super("written", null, false, false);
        }
    }
}
