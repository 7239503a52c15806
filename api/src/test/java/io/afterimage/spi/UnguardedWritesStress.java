package io.afterimage.spi;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What {@link WriteQueueStress} would be without a queue. {@link StressTest} shows that it is found out. */
@JCStressTest
@Outcome(
        id = {"1, 2", "2, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "One after the other.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A write was lost.")
@State
public class UnguardedWritesStress {

    private int written;

    /** A write. */
    @Actor
    public void write(II_Result number) {
        number.r1 = ++written;
    }

    /** Another one. */
    @Actor
    public void anotherWrite(II_Result number) {
        number.r2 = ++written;
    }
}
