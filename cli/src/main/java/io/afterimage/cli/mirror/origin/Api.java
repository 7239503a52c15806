package io.afterimage.cli.mirror.origin;

import io.afterimage.cli.mirror.origin.Table.Style;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the API answers when nothing goes wrong. Lists: {@code /api/artists?from=} (an array, its next page in the
 * {@code Link} header), {@code /api/albums?cursor=} (the next cursor in the body), {@code /api/genres?page=} and others
 * (numbered pages), all with entity tags. Changes to the other tables: {@code /api/changes?since=}.
 */
final class Api {

    /** How many rows a page of a list has. */
    static final int PAGE_ROWS = 50;

    /** How many changes a page of the feed has at most. */
    static final int PAGE_CHANGES = 200;

    /** How many changes before the one that was asked for the feed may begin, as feeds do that deliver at least once. */
    private static final int MAX_REPEATED = 5;

    private final Shop shop;
    private final SplittableRandom random;
    private final long untilChange;

    /**
     * Serves a shop.
     *
     * @param shop the shop
     * @param untilChange it lives on with every request for changes, until it has had so many
     * @param random how far
     */
    Api(Shop shop, long untilChange, SplittableRandom random) {
        this.shop = shop;
        this.untilChange = untilChange;
        this.random = random;
    }

    Answer answer(Request request) {
        if (request.path().equals("/api/changes")) {
            return changes(request.number("since", 0));
        }
        return Table.lists().stream()
                .filter(table -> request.path().equals("/api/" + table.resource()))
                .findFirst()
                .map(table -> list(table, request))
                .orElseGet(() -> Answer.empty(404, Map.of()));
    }

    private Answer changes(int since) {
        long target = Math.min(untilChange, shop.changes() + random.nextInt(PAGE_CHANGES));
        while (shop.changes() < target) {
            shop.live();
        }
        List<Change> after = shop.changesAfter(Math.min(since, shop.changes()));
        List<Change> page = after.subList(0, Math.min(after.size(), PAGE_CHANGES));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode told = body.putArray("changes");
        List<Change> repeatedAndPage = new ArrayList<>(repeated(since));
        repeatedAndPage.addAll(page);
        repeatedAndPage.stream()
                .filter(change -> change.table().style() == Style.FEED)
                .forEach(change -> told.add(change.toJson()));
        body.put("next", Long.toString(since + page.size()));
        body.put("more", page.size() < after.size());
        return Answer.of(body, Map.of());
    }

    private List<Change> repeated(int since) {
        int again = Math.min(since, random.nextInt(MAX_REPEATED + 1));
        return shop.changesAfter(since - again).subList(0, again);
    }

    private Answer list(Table table, Request request) {
        Collection<Change> all = shop.rows(table).values();
        String tag = tag(table, all, request);
        if (request.knownTag().equals(Optional.of(tag))) {
            return Answer.empty(304, Map.of("ETag", tag));
        }
        Map<String, String> headers = new LinkedHashMap<>(Map.of("ETag", tag));
        return switch (table.style()) {
            case LINKED_LIST -> linked(table, request.number("from", 0), headers);
            case CURSOR_LIST -> withCursor(table, request.number("cursor", 0), headers);
            default -> numbered(table, request, headers);
        };
    }

    /** Changes whenever any row of the table does, or another page is asked for. */
    private static String tag(Table table, Collection<Change> all, Request request) {
        long last = all.stream().mapToLong(Change::number).max().orElse(0);
        return "\"" + table.resource() + "-" + last + "-" + request.parameters().hashCode() + "\"";
    }

    private Answer linked(Table table, int from, Map<String, String> headers) {
        List<Change> page = pageAfter(table, from);
        if (page.size() == PAGE_ROWS) {
            headers.put("Link", "</api/" + table.resource() + "?from=" + lastKey(page) + ">; rel=\"next\"");
        }
        ArrayNode body = JsonNodeFactory.instance.arrayNode();
        page.forEach(change -> body.add(change.row()));
        return Answer.of(body, headers);
    }

    private Answer withCursor(Table table, int cursor, Map<String, String> headers) {
        List<Change> page = pageAfter(table, cursor);
        ObjectNode body = rows(page);
        if (page.size() == PAGE_ROWS) {
            body.put("next_cursor", Integer.toString(lastKey(page)));
        }
        return Answer.of(body, headers);
    }

    private Answer numbered(Table table, Request request, Map<String, String> headers) {
        int number = Math.max(1, request.number("page", 1));
        int size = Math.max(1, request.number("size", PAGE_ROWS));
        List<Change> all = List.copyOf(shop.rows(table).values());
        int begin = (int) Math.min(all.size(), (number - 1L) * size);
        ObjectNode body = rows(all.subList(begin, (int) Math.min(all.size(), (long) begin + size)));
        body.put("page", number).put("pages", (all.size() + size - 1) / size);
        return Answer.of(body, headers);
    }

    private static ObjectNode rows(List<Change> page) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode rows = body.putArray("data");
        page.forEach(change -> rows.add(change.row()));
        return body;
    }

    private List<Change> pageAfter(Table table, int key) {
        return shop.rows(table).tailMap(key, false).values().stream()
                .limit(PAGE_ROWS)
                .toList();
    }

    private static int lastKey(List<Change> page) {
        return page.get(page.size() - 1).id();
    }
}
