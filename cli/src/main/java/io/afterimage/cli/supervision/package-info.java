/**
 * What a demo is made of that kills its child again and again.
 *
 * <p><b>Purpose.</b> A parent starts a child JVM of the same program, kills it with SIGKILL at seeded random moments, starts it
 * again, and keeps the figures: how often, how long a restart took, whether something acknowledged was gone.
 *
 * <p><b>Where to start.</b> {@link io.afterimage.cli.supervision.Supervisor} runs a schedule of
 * {@link io.afterimage.cli.supervision.Kill}s over {@link io.afterimage.cli.supervision.ChildProcess}es, which speak to it in
 * {@link io.afterimage.cli.supervision.ChildReport}s. {@link io.afterimage.cli.supervision.Workspace} is where a run keeps its
 * files.
 *
 * <p><b>Threads.</b> Nothing here is thread-safe unless it says so; each side works in one thread.
 *
 * <p><b>Errors.</b> A child that dies by itself, hangs, or speaks out of turn is a
 * {@link io.afterimage.cli.supervision.DemoFailure}.
 */
@NullMarked
package io.afterimage.cli.supervision;

import org.jspecify.annotations.NullMarked;
