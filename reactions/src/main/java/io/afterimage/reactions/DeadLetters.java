package io.afterimage.reactions;

/** Where emissions that were given up are recorded, for a person to read and to repeat. Thread-safe. */
@FunctionalInterface
public interface DeadLetters {

    /**
     * Records an emission. The checkpoint passes it after this call has returned; a crash between the two records it
     * twice.
     *
     * @param letter the emission and its failure
     * @throws RuntimeException if it could not be recorded; it is retried with back-off, then the reaction stops before
     *     the emission
     */
    void record(DeadLetter letter);
}
