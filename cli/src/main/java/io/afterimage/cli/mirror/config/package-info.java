/**
 * The mirror's configuration file.
 *
 * <p><b>Where to start.</b> {@link io.afterimage.cli.mirror.config.MirrorConfig#read}. Each kind of source has a class that
 * reads its section; everything is read before anything is opened.
 *
 * <p><b>Threads.</b> A configuration is immutable once it is read.
 *
 * <p><b>Errors.</b> {@link io.afterimage.cli.CommandFailure} with the exit code for input that cannot be used, naming the file
 * and the key.
 */
@NullMarked
package io.afterimage.cli.mirror.config;

import org.jspecify.annotations.NullMarked;
