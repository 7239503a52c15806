package io.afterimage.cli.serve;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Counts and times requests by route and status. Paths and query ids are no tags: callers choose them. */
final class MeteredHandler extends Handler.Wrapper {

    private final MeterRegistry meters;
    private final AtomicInteger active = new AtomicInteger();

    MeteredHandler(MeterRegistry meters, Handler next) {
        super(next);
        this.meters = meters;
        Gauge.builder("afterimage.http.active", active, AtomicInteger::get)
                .description("Requests that are being answered")
                .register(meters);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        active.incrementAndGet();
        Request.addCompletionListener(request, failure -> {
            active.decrementAndGet();
            Timer.builder("afterimage.http.requests")
                    .description("Requests by what they were about and how they were answered")
                    .tag("route", Route.of(request).label())
                    .tag("status", Integer.toString(response.getStatus()))
                    .register(meters)
                    .record(System.nanoTime() - request.getBeginNanoTime(), TimeUnit.NANOSECONDS);
        });
        return super.handle(request, response, callback);
    }
}
