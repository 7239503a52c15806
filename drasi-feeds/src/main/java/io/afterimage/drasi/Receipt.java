package io.afterimage.drasi;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What becomes of each delivery of one request. Not thread-safe; one thread at a time. */
final class Receipt {

    /** When a sender is asked to repeat what could not be taken: 1 s. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** What became of a delivery. */
    enum Fate {
        /** Nothing can be told yet. */
        OPEN,
        /** It is part of what a commit applied. */
        APPLIED,
        /** It waits for others. */
        HELD,
        /** It had been accepted before. */
        DUPLICATE,
        /** It could not be taken now. */
        NOT_READY,
        /** It can never succeed. */
        REFUSED
    }

    private final Fate[] fates;
    private final @Nullable String[] reasons;

    Receipt(int deliveries) {
        fates = new Fate[deliveries];
        Arrays.fill(fates, Fate.OPEN);
        reasons = new String[deliveries];
    }

    void settle(int index, Fate fate) {
        fates[index] = fate;
        reasons[index] = null;
    }

    void settle(int index, Fate fate, String reason) {
        fates[index] = fate;
        reasons[index] = reason;
    }

    Fate fate(int index) {
        return fates[index];
    }

    /** The answer to the request as a whole: "not ready" before "refused" before "accepted". */
    FeedAnswer answer() {
        int notReady = firstWith(Fate.NOT_READY);
        if (notReady < fates.length) {
            return new FeedAnswer.NotReady(reason(notReady), RETRY_AFTER);
        }
        int refused = firstWith(Fate.REFUSED);
        if (refused < fates.length) {
            return new FeedAnswer.Refused(reason(refused), refused);
        }
        return new FeedAnswer.Accepted(number(Fate.APPLIED), number(Fate.HELD), number(Fate.DUPLICATE));
    }

    int number(Fate fate) {
        return (int) Arrays.stream(fates).filter(fate::equals).count();
    }

    private int firstWith(Fate fate) {
        int index = Arrays.asList(fates).indexOf(fate);
        return index < 0 ? fates.length : index;
    }

    private String reason(int index) {
        String reason = reasons[index];
        return reason == null ? "" : reason;
    }
}
