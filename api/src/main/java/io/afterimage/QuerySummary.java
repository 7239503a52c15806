package io.afterimage;

/**
 * What a store knows of one query at one moment. Immutable.
 *
 * @param queryId the query
 * @param position where it stands
 * @param rowCount its exact number of rows
 * @param outboxEntries how many entries its outbox holds
 */
public record QuerySummary(String queryId, Position position, long rowCount, long outboxEntries) {}
