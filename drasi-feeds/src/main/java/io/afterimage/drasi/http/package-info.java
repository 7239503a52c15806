/**
 * What a real Drasi calls over HTTP, as handlers of Jetty's core. Start at {@link io.afterimage.drasi.http.DrasiHttp}; what
 * is understood and answered is pinned in {@code docs/formats/drasi-wires.md} and {@code docs/formats/view.md}.
 *
 * <p>A body is read without holding a thread, becomes deliveries, and goes to the feed as one. A view is written as fast as
 * its reader takes it, from one snapshot.
 *
 * <p><b>Threads.</b> The handlers are thread-safe. <b>Errors.</b> What may succeed later is answered 5xx or 408, what can
 * never succeed as it is any other 4xx.
 */
@NullMarked
package io.afterimage.drasi.http;

import org.jspecify.annotations.NullMarked;
