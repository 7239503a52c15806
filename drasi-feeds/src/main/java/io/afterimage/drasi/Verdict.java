package io.afterimage.drasi;

/** What is to be done with a line. */
enum Verdict {
    /** It is next: commit it. */
    COMMIT,
    /** It begins a new life: reset the query to the number before it, then commit it. */
    RESET,
    /** It ends the query: drop it. */
    DROP,
    /** It was applied before, or belongs to a life that is over: skip it. */
    DUPLICATE,
    /** Numbers are missing before it. */
    GAP,
    /** It is next by its number, but lines of an earlier life came before it in this input. */
    UNCLEAR
}
