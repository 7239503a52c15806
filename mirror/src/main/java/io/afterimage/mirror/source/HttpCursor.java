package io.afterimage.mirror.source;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where an HTTP source stands. The text form is in {@code docs/formats/mirror-sources.md}. Immutable.
 *
 * @param way how it reads; the cursor of another way is stale
 * @param at the position of the next page, null for the first
 * @param etag with what the server named the content that is known, null if it did not
 * @param watch what sees to it that the walk ends
 * @param pass how far the list was read; {@link Pass#NONE} between two rounds and in feeds
 */
record HttpCursor(String way, @Nullable String at, @Nullable String etag, PageWatch watch, Pass pass) {

    private static final int VERSION = 1;

    /**
     * A pass over a list, from its first page to its last, and then over the mirror's records.
     *
     * @param number which pass of the round it is; 0 between two rounds
     * @param seen which memory knows the ids that were listed, null if that is lost or none is kept
     * @param anchors what the next page must hold one of
     * @param turns how often the list was turned back
     * @param vanished the token of the page of the mirror's records to look at next ("" = the first one), null while the
     *     list is read
     */
    record Pass(
            int number,
            @Nullable String seen,
            List<String> anchors,
            int turns,
            @Nullable String vanished) {

        static final Pass NONE = new Pass(0, null, List.of(), 0, null);

        static Pass first(int number, @Nullable String seen) {
            return new Pass(number, seen, List.of(), 0, null);
        }

        Pass looking(String token) {
            return new Pass(number, seen, anchors, turns, token);
        }
    }

    static HttpCursor start(String way) {
        return new HttpCursor(way, null, null, PageWatch.START, Pass.NONE);
    }

    /** Writes it; what is at its beginning is left out. */
    String toText() {
        ObjectNode json = SourceJson.MAPPER.createObjectNode().put("v", VERSION).put("way", way);
        putIfSet(json, "at", at);
        putIfSet(json, "etag", etag);
        if (!watch.equals(PageWatch.START)) {
            ObjectNode node = json.putObject("watch").put("pages", watch.pages());
            putIfSet(node, "mark", watch.mark());
            node.put("power", watch.power()).put("steps", watch.steps());
            putIfSet(node, "last", watch.last());
            node.put("repeats", watch.repeats()).put("empty", watch.empty());
        }
        if (!pass.equals(Pass.NONE)) {
            ObjectNode node = json.putObject("pass").put("number", pass.number());
            putIfSet(node, "seen", pass.seen());
            if (!pass.anchors().isEmpty()) {
                ArrayNode anchors = node.putArray("anchors");
                pass.anchors().forEach(anchors::add);
            }
            node.put("turns", pass.turns());
            putIfSet(node, "vanished", pass.vanished());
        }
        return SourceJson.MAPPER.writeValueAsString(json);
    }

    private static void putIfSet(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    /**
     * Reads it.
     *
     * @throws StaleCursorException if it is none, or that of another way
     */
    static HttpCursor parse(String text, String way) {
        try {
            JsonNode json = SourceJson.MAPPER.readTree(text);
            if (json.path("v").asInt(0) == VERSION
                    && json.path("way").asString("").equals(way)) {
                return new HttpCursor(
                        way,
                        textAt(json, "at"),
                        textAt(json, "etag"),
                        watch(json.path("watch")),
                        pass(json.path("pass")));
            }
        } catch (JacksonException notOurs) {
            throw stale(way, text.length() + " characters that are no cursor", notOurs);
        }
        throw stale(way, "the cursor of another version or way", null);
    }

    private static StaleCursorException stale(String way, String found, @Nullable Throwable cause) {
        return new StaleCursorException(
                "The stored cursor was written by another way of reading. Expected: version " + VERSION + ", " + way
                        + ". Found: " + found + ". Next: sync from the start.",
                cause);
    }

    private static PageWatch watch(JsonNode json) {
        return json.isMissingNode()
                ? PageWatch.START
                : new PageWatch(
                        json.path("pages").longValue(),
                        textAt(json, "mark"),
                        json.path("power").longValue(),
                        json.path("steps").longValue(),
                        textAt(json, "last"),
                        json.path("repeats").intValue(),
                        json.path("empty").intValue());
    }

    private static Pass pass(JsonNode json) {
        if (json.isMissingNode()) {
            return Pass.NONE;
        }
        List<String> anchors = new ArrayList<>();
        json.path("anchors").forEach(anchor -> anchors.add(anchor.stringValue()));
        return new Pass(
                json.path("number").intValue(),
                textAt(json, "seen"),
                List.copyOf(anchors),
                json.path("turns").intValue(),
                textAt(json, "vanished"));
    }

    private static @Nullable String textAt(JsonNode json, String name) {
        return json.path(name).asString(null);
    }
}
