package io.afterimage.mirror;

/**
 * The names of the queries in which a mirror lives. All begin with NUL, so that none can meet a query of somebody else who
 * keeps to readable names, and sort before them. The layout is in {@code docs/formats/mirror.md}.
 */
final class MirrorQueries {

    private static final String PREFIX = "\0afterimage.mirror/";

    /** Outbox: the event log. Rows: its index, by the number of an entry's last event. */
    static final String LOG = PREFIX + "log";

    /** Rows: the resources, by the signature of their names. Source positions: cursors of whole sources. */
    static final String RESOURCES = PREFIX + "resources";

    /** Rows: the tombstones of all resources, by the signature of resource and record id. */
    static final String TOMBSTONES = PREFIX + "tombstones";

    /** Rows: which tombstone a delete left, by the number of its event; so the oldest come first. */
    static final String EXPIRY = PREFIX + "expiry";

    /** Rows: the migrations that were applied, by number. */
    static final String MIGRATIONS = PREFIX + "migrations";

    private static final String RECORDS = PREFIX + "records/";

    private MirrorQueries() {}

    /** Rows: the records of one resource, by the signature of their ids. Source positions: its cursors. */
    static String records(String resource) {
        return RECORDS + resource;
    }

    /** Where a cursor for a resource, or for a whole source, is kept. */
    static String ofCursor(String resource) {
        return resource.equals(CursorUpdate.WHOLE_SOURCE) ? RESOURCES : records(resource);
    }

    static boolean isRecords(String queryId) {
        return queryId.startsWith(RECORDS);
    }

    static String resourceOf(String recordsQueryId) {
        return recordsQueryId.substring(RECORDS.length());
    }
}
