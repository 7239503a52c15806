package io.afterimage.spi;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A call against a close: whoever is let in finds the engine open, whatever the hardware reorders. */
@JCStressTest
@Outcome(
        id = {"0", "1"},
        expect = Expect.ACCEPTABLE,
        desc = "Refused, or let in to an open engine.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Let in to a closed engine.")
@State
public class LeaseStress {

    private static final int REFUSED = 0;
    private static final int FOUND_IT_OPEN = 1;
    private static final int FOUND_IT_CLOSED = 2;

    private final Lease lease = new Lease("stress");

    /** Plain on purpose: only the lease orders the calls and the close. */
    private boolean engineClosed;

    /** The call. */
    @Actor
    public void call(I_Result found) {
        if (!lease.tryEnter()) {
            found.r1 = REFUSED;
            return;
        }
        found.r1 = engineClosed ? FOUND_IT_CLOSED : FOUND_IT_OPEN;
        lease.exit();
    }

    /** The close, which waits for the call inside. */
    @Actor
    public void close() {
        lease.closeAndDrain();
        engineClosed = true;
    }
}
