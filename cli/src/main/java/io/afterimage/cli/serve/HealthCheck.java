package io.afterimage.cli.serve;

/**
 * One thing that must hold. Immutable.
 *
 * @param name what is looked at
 * @param weight what it means if it does not hold
 * @param passed whether it holds
 * @param detail what was seen
 */
record HealthCheck(String name, Weight weight, boolean passed, String detail) {

    /** What a check that fails means. */
    enum Weight {
        /** Only a new start of the process helps: it is not live. */
        FATAL,
        /** Requests cannot be served now: it is not ready. */
        BLOCKING,
        /** Somebody should look: it is ready all the same. */
        WARNING
    }
}
