package io.afterimage.mirror;

import io.afterimage.RefusedException;
import java.util.Objects;

/**
 * A numbered change to what a mirror holds, applied exactly once in its life: its writes and its mark are one atomic
 * write. Immutable.
 *
 * @param number its place in the order (1 or more); once released it never changes
 * @param name what it does; once released it never changes
 * @param checksum the identity of its content, for example that of a script; once released it never changes. Empty where
 *     name and number say enough
 * @param step what it does
 */
public record Migration(int number, String name, String checksum, Step step) {

    /** Checks the limits. */
    public Migration {
        Objects.requireNonNull(checksum, "checksum");
        Objects.requireNonNull(step, "step");
        if (number < 1 || name.isBlank()) {
            throw new RefusedException("A migration needs a number and a name. Expected: 1 or more, and a text. Found: "
                    + number + ", \"" + name + "\".");
        }
    }

    /**
     * A migration without a checksum.
     *
     * @param number its place in the order
     * @param name what it does
     * @param step what it does
     * @return the migration
     */
    public static Migration of(int number, String name, Step step) {
        return new Migration(number, name, "", step);
    }

    /**
     * The same with a checksum.
     *
     * @param text the identity of its content
     * @return the migration
     */
    public Migration withChecksum(String text) {
        return new Migration(number, name, text, step);
    }

    /** What a migration does. */
    @FunctionalInterface
    public interface Step {

        /**
         * Changes records through the context. It may be called more than once before it is applied, so it must not change
         * anything else; if it throws, the mirror stays as it was before it.
         *
         * @param mirror what it may read and write; of no use once the step has returned
         * @throws Exception if it cannot do its work
         */
        void run(MigrationContext mirror) throws Exception;
    }
}
