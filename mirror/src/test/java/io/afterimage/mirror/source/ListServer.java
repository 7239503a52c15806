package io.afterimage.mirror.source;

import io.afterimage.mirror.source.TestServer.Reply;
import io.afterimage.mirror.source.TestServer.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A list of things that can change while it is read, behind every style of paging. Thread-safe. */
final class ListServer {

    private final NavigableMap<Integer, Integer> things = new TreeMap<>(); // id → amount
    private final int pageSize;
    private Runnable beforeEachAnswer = () -> {};

    ListServer(int pageSize) {
        this.pageSize = pageSize;
    }

    synchronized void put(int id, int amount) {
        things.put(id, amount);
    }

    synchronized void remove(int id) {
        things.remove(id);
    }

    synchronized NavigableMap<Integer, Integer> things() {
        return new TreeMap<>(things);
    }

    /** Runs something before each answer: the list changes between two pages. */
    synchronized void beforeEachAnswer(Runnable change) {
        beforeEachAnswer = change;
    }

    static String json(int id, int amount) {
        return "{\"id\":" + id + ",\"amount\":" + amount + "}";
    }

    private static String array(List<Integer> ids, Map<Integer, Integer> things) {
        return "["
                + String.join(
                        ",",
                        ids.stream()
                                .map(id -> json(id, things.getOrDefault(id, 0)))
                                .toList()) + "]";
    }

    /** Answers {@code /single}, {@code /page}, {@code /offset}, {@code /cursor}, {@code /link}. */
    synchronized Reply answer(Request request) {
        beforeEachAnswer.run();
        List<Integer> ids = new ArrayList<>(things.keySet());
        return switch (request.uri().getPath()) {
            case "/single" -> Reply.json(array(ids, things), "ETag", "\"" + things.hashCode() + "\"");
            case "/page" -> {
                int size = request.number("size", pageSize);
                yield slice(ids, (request.number("page", 1) - 1) * size, size);
            }
            case "/offset" -> slice(ids, request.number("offset", 0), request.number("limit", pageSize));
            case "/cursor" -> after(request, true);
            case "/link" -> after(request, false);
            default -> Reply.status(404);
        };
    }

    private Reply slice(List<Integer> ids, int from, int size) {
        int start = Math.min(from, ids.size());
        return Reply.json(array(ids.subList(start, Math.min(start + size, ids.size())), things));
    }

    private Reply after(Request request, boolean inBody) {
        List<Integer> rest = new ArrayList<>(
                things.tailMap(request.number("after", 0), false).keySet());
        boolean more = rest.size() > pageSize;
        List<Integer> page = rest.subList(0, Math.min(pageSize, rest.size()));
        String next = more ? String.valueOf(page.get(page.size() - 1)) : "";
        if (inBody) {
            return Reply.json("{\"data\":{\"list\":" + array(page, things) + "},\"next\":\"" + next + "\"}");
        }
        String link =
                "</link?key=" + request.parameter("key") + "&after=" + next + ">; title=\"a, <b>\"; rel=\"next last\"";
        return more
                ? Reply.json(array(page, things), "Link", "</x>; rel=prev, " + link)
                : Reply.json(array(page, things));
    }
}
