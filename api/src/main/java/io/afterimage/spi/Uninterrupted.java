package io.afterimage.spi;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Work on files that an interrupt does not stop. The JDK's channels close themselves in a thread that is interrupted, which
 * would leave a close or a creation half done for a reason that has nothing to do with the files.
 */
public final class Uninterrupted {

    private Uninterrupted() {}

    /** Something that may be done again from its beginning. */
    @FunctionalInterface
    public interface Work {

        /**
         * Does it.
         *
         * @throws IOException if a file fails
         */
        void run() throws IOException;
    }

    /**
     * Does the work, again where an interrupt has stopped it. The thread is interrupted afterwards if it was before, or
     * became so meanwhile.
     *
     * @param work may be done more than once
     * @throws IOException if a file fails, but never {@link ClosedByInterruptException}
     */
    public static void run(Work work) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    work.run();
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = true; // and once more
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
