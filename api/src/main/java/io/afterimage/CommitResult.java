package io.afterimage;

/** The answer to a commit. Only {@link Applied} has written anything. Immutable. */
public sealed interface CommitResult {

    /**
     * Where the query stands after the call.
     *
     * @return the stored position
     */
    Position position();

    /**
     * Whether the commit was written.
     *
     * @return true for {@link Applied} only
     */
    default boolean applied() {
        return this instanceof Applied;
    }

    /**
     * The commit is written, as durable as the store promises.
     *
     * @param position the position the commit brought the query to
     * @param rowCount the exact number of rows after it
     */
    record Applied(Position position, long rowCount) implements CommitResult {}

    /**
     * The commit was written before; its sequence is at or below the stored one.
     *
     * @param position the stored position
     * @param sequence the commit's sequence
     */
    record Duplicate(Position position, long sequence) implements CommitResult {}

    /**
     * Emissions are missing before the commit; its sequence is beyond the next one.
     *
     * @param position the stored position
     * @param expectedSequence the sequence that would have been accepted
     * @param sequence the commit's sequence
     */
    record Gap(Position position, long expectedSequence, long sequence) implements CommitResult {}

    /**
     * The commit comes from another definition of the query than the stored rows. Reset the query first.
     *
     * @param position the stored position, with the stored config hash
     * @param configHash the commit's config hash
     */
    record OtherConfig(Position position, long configHash) implements CommitResult {}

    /**
     * The commit itself was acceptable, but another one of the same {@code commitAll} was refused (C11a).
     *
     * @param position the stored position
     */
    record Withheld(Position position) implements CommitResult {}
}
