package io.afterimage.spi;

import io.afterimage.OutcomeUnknownException;
import io.afterimage.StoreClosedException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/**
 * Gives back, in the background and in bounded pieces, the space of what queries no longer show: cleared rows, trimmed
 * outbox entries, rows written aside in vain. What it does not get to is found again at the next open, because the
 * query's record says up to where everything is reclaimed. One daemon thread.
 */
final class Reclaimer {

    private static final String STOP = ""; // no query has this id

    private final LinkedBlockingQueue<String> queryIds = new LinkedBlockingQueue<>();
    /** What is in the queue, so that nothing is twice. */
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    private final Predicate<String> step;
    private final Thread thread;

    /** The step reclaims a piece of a query and says whether it must be called again. */
    Reclaimer(String storeName, Predicate<String> step) {
        this.step = step;
        thread = new Thread(this::run, "afterimage-reclaimer " + storeName);
        thread.setDaemon(true);
        thread.start();
    }

    /** Asks for a look at the query. Never waits. */
    void look(String queryId) {
        if (waiting.add(queryId)) {
            queryIds.add(queryId);
        }
    }

    private void run() {
        try {
            for (String queryId = queryIds.take(); !queryId.equals(STOP); queryId = queryIds.take()) {
                waiting.remove(queryId);
                reclaim(queryId);
            }
        } catch (StoreClosedException | OutcomeUnknownException e) {
            // the next open goes on from here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reclaim(String queryId) {
        try {
            boolean again = true;
            while (again) {
                again = step.test(queryId);
            }
        } catch (StoreClosedException | OutcomeUnknownException e) {
            throw e;
        } catch (RuntimeException e) {
            System.getLogger(Reclaimer.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "Space could not be reclaimed now. Query: " + queryId
                                    + ". Next: nothing; it is tried again with the next change or open.",
                            e);
        }
    }

    /** Ends the thread and waits for it. The store is closed, so a step in progress fails fast. */
    void stop() {
        queryIds.add(STOP);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // passed on below
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
