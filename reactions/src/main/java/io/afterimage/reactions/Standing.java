package io.afterimage.reactions;

import io.afterimage.OutboxRead;

/** Where a checkpoint stands against its feed: the rows of the recovery table. */
public enum Standing {
    /** There is no checkpoint. */
    NO_CHECKPOINT("no checkpoint"),
    /** Same generation and config, and the outbox holds everything after it. */
    INSIDE_OUTBOX("inside the outbox"),
    /** It is the head. */
    AT_HEAD("at the head"),
    /** Emissions after it are no longer in the outbox. */
    GAP("older than the outbox (gap)"),
    /** It knows emissions that the feed does not. */
    AHEAD("ahead of the head"),
    /** It belongs to another life of the query. */
    OTHER_GENERATION("other generation"),
    /** It belongs to another definition of the query. */
    OTHER_CONFIG("other config");

    private final String words;

    Standing(String words) {
        this.words = words;
    }

    /**
     * Reads the standing from what the feed answered when asked for what follows the checkpoint.
     *
     * @param answer the feed's answer
     * @return where the checkpoint stands
     */
    public static Standing of(OutboxRead answer) {
        if (answer instanceof OutboxRead.Entries) {
            return INSIDE_OUTBOX;
        }
        if (answer instanceof OutboxRead.UpToDate) {
            return AT_HEAD;
        }
        if (answer instanceof OutboxRead.Gap) {
            return GAP;
        }
        if (answer instanceof OutboxRead.Ahead) {
            return AHEAD;
        }
        return answer instanceof OutboxRead.OtherGeneration ? OTHER_GENERATION : OTHER_CONFIG;
    }

    /**
     * The standing in words, for messages and tables.
     *
     * @return a few lower-case words
     */
    public String words() {
        return words;
    }
}
