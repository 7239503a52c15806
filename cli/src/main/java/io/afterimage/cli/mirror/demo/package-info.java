/**
 * {@code afterimage mirror demo}: a mirror of an awkward API is killed again and again, and counts everything once.
 *
 * <p><b>Purpose.</b> A process of its own is the origin ({@code io.afterimage.cli.mirror.origin}): a shop whose data change
 * while its API is read, and whose answers fail, are cut off and come twice. A child JVM follows it, as
 * {@code mirror sync --follow} does, and is killed with SIGKILL at seeded random moments. At the end the mirror is compared with the
 * origin: records, versions, events, cursors, and the answers to three questions in SQL.
 *
 * <p><b>Where to start.</b> {@link io.afterimage.cli.mirror.demo.MirrorDemoCommand} is the command, {@code MirrorDemo} the run,
 * {@link io.afterimage.cli.mirror.demo.MirrorDemoChildCommand} the process that is killed. {@code Judge} judges, by what
 * {@code EventAudit} finds in the log.
 *
 * <p><b>Threads.</b> Nothing here is thread-safe unless it says so.
 *
 * <p><b>Errors.</b> A child that dies by itself or hangs is a {@link io.afterimage.cli.supervision.DemoFailure}; a difference is not
 * an error but the answer of the judge.
 */
@NullMarked
package io.afterimage.cli.mirror.demo;

import org.jspecify.annotations.NullMarked;
