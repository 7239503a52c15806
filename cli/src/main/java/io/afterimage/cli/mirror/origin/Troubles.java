package io.afterimage.cli.mirror.origin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/** What gets between an answer and its caller, by the seed. */
final class Troubles {

    private final SplittableRandom random;
    private final Map<Kind, Long> made = new EnumMap<>(Kind.class);

    /** What goes wrong, and in how many of a hundred answers. */
    enum Kind {
        SERVER_ERROR(3),
        NOT_NOW(3),
        RATE_LIMIT(1),
        CUT_OFF(4),
        HANG_UP(3);

        private final int percent;

        Kind(int percent) {
            this.percent = percent;
        }
    }

    Troubles(SplittableRandom random) {
        this.random = random;
    }

    /** How often each was made. */
    Map<Kind, Long> made() {
        return Map.copyOf(made);
    }

    /** Sends the answer, or what comes of it. */
    void send(HttpExchange exchange, Answer answer) throws IOException {
        int luck = random.nextInt(100);
        for (Kind kind : Kind.values()) {
            luck -= kind.percent;
            if (luck < 0) {
                made.merge(kind, 1L, Long::sum);
                spoil(kind, exchange, answer);
                return;
            }
        }
        sendWhole(exchange, answer);
    }

    static void sendWhole(HttpExchange exchange, Answer answer) throws IOException {
        sendHead(exchange, answer, answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    private static void spoil(Kind kind, HttpExchange exchange, Answer answer) throws IOException {
        switch (kind) {
            case SERVER_ERROR -> sendWhole(exchange, Answer.empty(500, Map.of()));
            case NOT_NOW -> sendWhole(exchange, Answer.empty(503, Map.of("Retry-After", "0")));
            case RATE_LIMIT -> sendWhole(exchange, Answer.empty(429, Map.of("Retry-After", "1")));
            case CUT_OFF -> cutOff(exchange, answer);
            case HANG_UP -> exchange.close();
        }
    }

    /** Half of the body, and the connection is closed. */
    private static void cutOff(HttpExchange exchange, Answer answer) throws IOException {
        sendHead(exchange, answer, answer.body().length);
        exchange.getResponseBody().write(answer.body(), 0, answer.body().length / 2);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private static void sendHead(HttpExchange exchange, Answer answer, int bodyBytes) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bodyBytes == 0 ? -1 : bodyBytes);
    }
}
