/**
 * The mirror behind a message bus: JSON requests in, JSON answers out, whatever carries them.
 *
 * <p><b>Where to start.</b> {@link io.afterimage.mirror.service.MirrorService}; the requests and answers are in
 * {@code docs/formats/mirror-service.md}.
 *
 * <p><b>Threads.</b> The service is thread-safe and bounded: what is too much is answered as busy, and waits for nothing.
 *
 * <p><b>Errors.</b> Bad input, failing sources and failing stores are answers with an
 * {@link io.afterimage.mirror.service.ErrorCode}, never exceptions.
 */
@NullMarked
package io.afterimage.mirror.service;

import org.jspecify.annotations.NullMarked;
