/**
 * The peers: what a Java user would pick instead of Afterimage, each with its best documented settings, behind
 * {@link io.afterimage.benchmarks.Contender}. Every class states its version, its settings with their source, how each
 * durability is reached, and what the peer does not promise.
 *
 * <p>All of them are treated alike where they differ from Afterimage:
 *
 * <ul>
 *   <li>A query's rows are in a table of their own (a map, a named database, a state store), which spares the peer a
 *       query number in every key. Tables take the name of the query, so a query id is a plain name here.
 *   <li>Nobody checks sequences. The outbox of all but Drasi is trimmed by number, with one delete and no read: entry
 *       {@code sequence - retention} goes. That is enough while sequences grow by one and the retention stays.
 *   <li>Nobody keeps checksums of rows, generations, config hashes or source positions.
 *   <li>{@code NOTHING} as durability is refused, as Afterimage's stores on disk refuse it; Kafka Streams alone has a use
 *       for it.
 *   <li>One thread at a time.
 * </ul>
 */
@NullMarked
package io.afterimage.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
