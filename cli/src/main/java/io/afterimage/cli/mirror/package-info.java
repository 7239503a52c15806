/**
 * {@code afterimage mirror}: remote API data, local and queryable.
 *
 * <p><b>Where to start.</b> {@link io.afterimage.cli.mirror.MirrorCommand} lists the commands; each is one class named after it.
 * {@link io.afterimage.cli.mirror.MirrorSession} is a mirror that is opened for syncing, {@code OpenMirror} one that is opened for
 * reading. The configuration is read by {@code io.afterimage.cli.mirror.config}; the demo is {@code io.afterimage.cli.mirror.demo},
 * and the API that it mirrors is {@code io.afterimage.cli.mirror.origin}.
 *
 * <p><b>Threads.</b> A command runs in the thread that called it; {@code mirror sync --follow} has one more per source.
 *
 * <p><b>Errors.</b> As in {@code io.afterimage.cli}.
 */
@NullMarked
package io.afterimage.cli.mirror;

import org.jspecify.annotations.NullMarked;
