/**
 * {@code afterimage demo}: a store is killed again and again, and nothing is lost and nothing applied twice.
 *
 * <p><b>Purpose.</b> The TPC-H generator plays three and a half years of orders as a change stream. Three live queries
 * follow it. A child JVM commits their emissions to a store; its parent kills it with SIGKILL at seeded random moments and
 * starts it again. At the end the parent computes the three results anew from the raw tables and compares them with the
 * store, row by row and byte by byte.
 *
 * <p><b>Where to start.</b> {@link io.afterimage.cli.demo.DemoCommand} is the command. The child's side is {@code Follower}:
 * it restores from the store's snapshots, sends again what is already there, and goes on. The parent's side is
 * the {@code Supervisor} of
 * {@code io.afterimage.cli.supervision}, which kills, and {@code Recomputation} and {@code Comparison}, which judge. The stream is
 * {@code ChangeStream}; the queries are the implementations of {@code LiveQuery}.
 *
 * <p><b>Threads.</b> Nothing here is thread-safe unless it says so; each side works in one thread.
 *
 * <p><b>Errors.</b> A child that dies by itself, hangs, or is refused by its store is a {@code DemoFailure}; a result that
 * differs is not an error but the answer of the comparison.
 */
@NullMarked
package io.afterimage.cli.demo;

import org.jspecify.annotations.NullMarked;
