/**
 * The delta mirror: a local, queryable copy of remote API data, kept on any {@link io.afterimage.LiveResultsStore}. A
 * resource is a query, a record is a row, the event log is an outbox, a cursor is a source position.
 */
@NullMarked
package io.afterimage.mirror;

import org.jspecify.annotations.NullMarked;
