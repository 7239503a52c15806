package io.afterimage.benchmarks.peers;

import io.afterimage.Durability;
import io.afterimage.ResultCommit;
import io.afterimage.Retention;
import io.afterimage.benchmarks.Contender;

/** A contender of another make, whose commits can be looked at: a test believes nothing else. */
interface Peer extends Contender {

    /** The sequence of the last commit of the query, 0 if there is none. */
    long sequence(String queryId);

    /** How many entries the outbox of the query holds. */
    long outboxEntries(String queryId);

    /** The sequence of the entry that a commit pushes out, 0 or less if there is room. */
    static long trimmedBy(ResultCommit commit) {
        return commit.sequence() - retained(commit);
    }

    /** How many entries stay after a commit. */
    static long retained(ResultCommit commit) {
        return commit.retention().orElse(Retention.DEFAULT).maxEntries();
    }

    /** Whether a write reaches the disk before it returns. */
    static boolean syncs(Durability durability) {
        return switch (durability) {
            case POWER_LOSS -> true;
            case PROCESS_CRASH -> false;
            case NOTHING ->
                throw new IllegalArgumentException(
                        "A peer on disk keeps what it is told. Found durability: NOTHING. Expected: POWER_LOSS or"
                                + " PROCESS_CRASH.");
        };
    }
}
