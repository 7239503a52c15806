package io.afterimage.cli.mirror.origin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The API and, beside it, what its judge asks; on a port of 127.0.0.1. One thread serves, so nothing here is shared. */
final class OriginServer implements AutoCloseable {

    private final Chinook database;
    private final Shop shop;
    private final Api api;
    private final Troubles troubles;
    private final HttpServer server;

    /**
     * Opens the shop and serves it.
     *
     * @param seed what happens in it, and what goes wrong
     * @param changes how many changes it has after those that it was opened with, at least
     */
    OriginServer(long seed, long changes) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        database = Chinook.open();
        shop = new Shop(database, random.nextLong());
        api = new Api(shop, shop.changes() + changes, random.split());
        troubles = new Troubles(random.split());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/", exchange -> troubles.send(exchange, api.answer(Request.of(exchange))));
        server.createContext("/judge/answers", exchange -> tell(exchange, answers()));
        server.createContext("/judge/records", exchange -> tell(exchange, records()));
        server.createContext("/judge/troubles", exchange -> tell(exchange, troubles()));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** How many changes it was opened with. */
    long changes() {
        return shop.changes();
    }

    private static void tell(HttpExchange exchange, JsonNode truth) throws IOException {
        Troubles.sendWhole(exchange, Answer.of(truth, Map.of()));
    }

    private ObjectNode answers() {
        ObjectNode answers = JsonNodeFactory.instance.objectNode();
        for (Question question : Question.values()) {
            answers.set(question.name(), database.ask(question.originSql()));
        }
        return answers;
    }

    /** By resource and id: the numbers of all changes, and the row if it is still there. */
    private ObjectNode records() {
        ObjectNode records = JsonNodeFactory.instance.objectNode();
        for (Change change : shop.changesAfter(0)) {
            ObjectNode record = records.withObjectProperty(change.table().resource())
                    .withObjectProperty(Integer.toString(change.id()));
            record.withArrayProperty("changes").add(change.number());
            record.set("row", change.row());
        }
        return records;
    }

    private ObjectNode troubles() {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        troubles.made().forEach((kind, times) -> made.put(kind.name(), times));
        return made;
    }

    @Override
    public void close() {
        server.stop(0);
        database.close();
    }
}
