/**
 * Configuration files: YAML, read strictly.
 *
 * <p><b>Purpose.</b> A slip in a configuration is found when it is read, not when it matters: a key that nobody asks for, a
 * value of the wrong kind, a key given twice are refused with the path of the key and what would be right.
 *
 * <p><b>Where to start.</b> {@link io.afterimage.cli.config.ConfigFile#read} gives the root
 * {@link io.afterimage.cli.config.ConfigSection}; whoever needs a part of it asks for keys by name and kind, and says
 * {@link io.afterimage.cli.config.ConfigSection#end} when everything has been asked for.
 *
 * <p><b>Secrets.</b> {@code ${NAME}} in a text stands for an environment variable. A value that came from one is never part
 * of a message.
 *
 * <p><b>Threads.</b> Nothing here is thread-safe.
 *
 * <p><b>Errors.</b> {@link io.afterimage.cli.CommandFailure} with the exit code for input that cannot be used.
 */
@NullMarked
package io.afterimage.cli.config;

import org.jspecify.annotations.NullMarked;
