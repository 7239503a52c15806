package io.afterimage;

/**
 * Marks an error after which the store is exactly what it was before the call: no row, position, count or log entry has
 * changed, in memory or on disk.
 */
public interface NothingWritten {}
