package io.afterimage.cli.serve;

import io.afterimage.LiveResultsStore;
import io.afterimage.QueryId;
import io.afterimage.QuerySummary;
import io.afterimage.cli.serve.HealthCheck.Weight;
import io.afterimage.cli.serve.config.Right;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The pages about the server itself: its queries, its health, its meters. */
final class PagesHandler extends Handler.Abstract {

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final LiveResultsStore store;
    private final Health health;
    private final PrometheusMeterRegistry meters;

    PagesHandler(LiveResultsStore store, Health health, PrometheusMeterRegistry meters) {
        this.store = store;
        this.health = health;
        this.meters = meters;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        switch (Route.of(request)) {
            case QUERIES -> queries(AccessHandler.caller(request), response, callback);
            case HEALTH -> health(response, callback);
            case LIVE -> state(health.live(), response, callback);
            case READY -> state(up(health.checks()), response, callback);
            case METRICS ->
                JsonAnswer.send(response, callback, PROMETHEUS, meters.scrape().getBytes(StandardCharsets.UTF_8));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void queries(Caller caller, Response response, Callback callback) {
        List<Map<String, Object>> queries = store.queries().stream()
                .filter(query -> !QueryId.isInternal(query.queryId()) && caller.may(Right.READ, query.queryId()))
                .map(PagesHandler::query)
                .toList();
        JsonAnswer.send(response, callback, HttpStatus.OK_200, Map.of("queries", queries));
    }

    private static Map<String, Object> query(QuerySummary summary) {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("query", summary.queryId());
        query.put("rows", summary.rowCount());
        query.put("generation", summary.position().generation());
        query.put("sequence", summary.position().sequence());
        return query;
    }

    private void health(Response response, Callback callback) {
        List<HealthCheck> checks = health.checks();
        boolean up = up(checks);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", word(up));
        document.put("checks", checks.stream().map(PagesHandler::check).toList());
        answer(up, document, response, callback);
    }

    private static void state(boolean up, Response response, Callback callback) {
        answer(up, Map.of("status", word(up)), response, callback);
    }

    private static void answer(boolean up, Map<String, Object> document, Response response, Callback callback) {
        int status = up ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
        JsonAnswer.send(response, callback, status, document);
    }

    private static String word(boolean up) {
        return up ? "up" : "down";
    }

    /** Warnings leave the server up. */
    private static boolean up(List<HealthCheck> checks) {
        return checks.stream().allMatch(check -> check.passed() || check.weight() == Weight.WARNING);
    }

    private static Map<String, Object> check(HealthCheck check) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", check.name());
        document.put("passed", check.passed());
        document.put("weight", check.weight().name().toLowerCase(Locale.ROOT));
        document.put("detail", check.detail());
        return document;
    }
}
