package io.afterimage.cli.serve;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, the last first; a failure does not keep the others open. Not thread-safe. */
final class Closing implements AutoCloseable {

    /** Ends something. */
    @FunctionalInterface
    interface Step {
        void close();
    }

    private final Deque<Step> steps = new ArrayDeque<>();

    /** Something was opened. */
    void add(Step step) {
        steps.push(step);
    }

    @Override
    public void close() {
        RuntimeException first = null;
        while (!steps.isEmpty()) {
            try {
                steps.pop().close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
