package io.afterimage.tck.torture;

import io.afterimage.CorruptStoreException;
import io.afterimage.LiveResultsStore;
import io.afterimage.Verification;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a store that may be damaged and judges its answers: each is right, or a report of the damage, or a harm. Not
 * thread-safe; one thread at a time.
 */
final class Inquiry {

    private final LiveResultsStore store;
    private final BiConsumer<Harm, String> harms;
    private @Nullable String report;
    private boolean verified;

    /** Asks a store and tells of harms, each with the place where it showed. */
    Inquiry(LiveResultsStore store, BiConsumer<Harm, String> harms) {
        this.store = store;
        this.harms = harms;
    }

    /** Asks one question. */
    void ask(Question question, Object expected) {
        try {
            Object found = question.call().apply(store);
            if (!found.equals(expected)) {
                harms.accept(harmOf(expected, found), question + ". Expected: " + expected + ". Found: " + found + ".");
            }
        } catch (CorruptStoreException e) {
            report = question + ": " + e.getMessage();
        } catch (RuntimeException | Error e) {
            harms.accept(Harm.WRONG, question + " failed with " + e);
        }
    }

    /** Asks for a verification, which must have found what any question before has met. */
    void verify() {
        try {
            verified = store.verifyAll().stream().allMatch(Verification::passed);
        } catch (CorruptStoreException e) {
            verified = false;
        } catch (RuntimeException | Error e) {
            harms.accept(Harm.WRONG, "The verification failed with " + e);
        }
        if (verified && report != null) {
            harms.accept(Harm.WRONG, "The verification has missed what a read has met: " + report);
        }
    }

    /** Whether nothing was said of any damage, by a question or by the verification. */
    boolean allIsWell() {
        return verified && report == null;
    }

    private static Harm harmOf(Object expected, Object found) {
        if (found instanceof Question.Moment moment
                && moment.rowCount() != moment.rows().size()) {
            return Harm.TORN;
        }
        return sizeOf(found) < sizeOf(expected) ? Harm.LOST : Harm.WRONG;
    }

    private static int sizeOf(Object answer) {
        if (answer instanceof Question.Moment moment) {
            return moment.rows().size();
        } else if (answer instanceof Optional<?> one) {
            return one.isPresent() ? 1 : 0;
        }
        return answer instanceof Collection<?> many ? many.size() : 0;
    }
}
