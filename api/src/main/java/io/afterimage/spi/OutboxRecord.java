package io.afterimage.spi;

/**
 * One stored outbox entry.
 *
 * @param ordinal its number, counting entries of the query without holes
 * @param previousSequence where the query stood before the emission
 * @param sequence the emission's sequence
 * @param data the entry's bytes
 */
public record OutboxRecord(long ordinal, long previousSequence, long sequence, byte[] data) {}
