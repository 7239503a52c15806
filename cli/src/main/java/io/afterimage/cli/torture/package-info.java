/**
 * {@code torture}: the campaigns of {@code io.afterimage.tck.torture} by command, on the engines that the command has.
 *
 * <p><b>Threads.</b> The command runs in one thread; rounds run in threads of their own.
 *
 * <p><b>Errors.</b> Harm that was done is the command's negative answer.
 */
@NullMarked
package io.afterimage.cli.torture;

import org.jspecify.annotations.NullMarked;
