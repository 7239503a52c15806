/**
 * The {@code afterimage} command.
 *
 * <p><b>Purpose.</b> What people run: it fills stores from files and streams of emissions, shows what is in them, checks
 * them, and moves them between engines.
 *
 * <p><b>Where to start.</b> {@link io.afterimage.cli.Main} lists the commands and turns every outcome into an exit code;
 * each command is one class named after it. {@code io.afterimage.drasi} reads the lines that {@code ingest} applies;
 * {@code io.afterimage.cli.mirror} holds the commands of {@code mirror}.
 *
 * <p><b>Threads.</b> A command runs in the thread that called it. Nothing here is thread-safe.
 *
 * <p><b>Errors.</b> Results go to standard output, everything else to standard error. A command that cannot go on throws
 * {@link io.afterimage.cli.CommandFailure} with the exit code and a message that says where, expected, found, and the next
 * step; the errors of a store pass through as they are.
 */
@NullMarked
package io.afterimage.cli;

import org.jspecify.annotations.NullMarked;
