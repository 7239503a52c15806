package io.afterimage.tck.torture;

/**
 * A read that was answered. Immutable.
 *
 * @param begin when it was called
 * @param end when it was answered
 * @param query the query's number
 * @param sight what it showed
 */
record HistoryRead(long begin, long end, int query, HistorySight sight) {}
