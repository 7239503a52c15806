/**
 * Random writes, and what a store must look like after them. A {@link io.afterimage.tck.model.StoreWrite} is one call as a
 * value, {@link io.afterimage.tck.model.RandomWrites} draws them, {@link io.afterimage.tck.model.WriteStream} runs them
 * beside the store in memory, and a {@link io.afterimage.tck.model.QueryState} is all that a store says of a query.
 *
 * <p>Needs no test framework.
 *
 * <p><b>Threads.</b> What draws and runs writes belongs to one thread at a time; values are immutable.
 *
 * <p><b>Errors.</b> A store's own exceptions pass.
 */
@NullMarked
package io.afterimage.tck.model;

import org.jspecify.annotations.NullMarked;
