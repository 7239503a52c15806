package io.afterimage.mirror.jdbc;

import io.afterimage.mirror.source.StaleCursorException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a table was read up to. The text form is in {@code docs/formats/mirror-sources.md}. Immutable.
 *
 * @param way the columns that order the rows; the cursor of others is stale
 * @param at the last row's place in that order, empty before the first
 * @param atRest whether the walk has reached the end, and the next one begins
 * @param probe the token of the page of the mirror's records to look for next ("" = the first one), null outside a search
 * @param probedAt when a search for vanished rows last ended, null if none did
 */
record JdbcCursor(
        String way,
        List<KeyValue> at,
        boolean atRest,
        @Nullable String probe,
        @Nullable Instant probedAt) {

    private static final int VERSION = 1;

    static JdbcCursor start(String way) {
        return new JdbcCursor(way, List.of(), true, null, null);
    }

    JdbcCursor walkedTo(List<KeyValue> place) {
        return new JdbcCursor(way, place, false, null, probedAt);
    }

    JdbcCursor resting() {
        return new JdbcCursor(way, at, true, null, probedAt);
    }

    JdbcCursor probing(String token) {
        return new JdbcCursor(way, at, true, token, probedAt);
    }

    JdbcCursor probed(Instant moment) {
        return new JdbcCursor(way, at, true, null, moment);
    }

    String toText() {
        ObjectNode json = Columns.JSON.createObjectNode().put("v", VERSION).put("way", way);
        if (!at.isEmpty()) {
            ArrayNode values = json.putArray("at");
            at.forEach(value -> values.add(value.toJson()));
        }
        json.put("rest", atRest);
        if (probe != null) {
            json.put("probe", probe);
        }
        if (probedAt != null) {
            json.put("probed", probedAt.toString());
        }
        return Columns.JSON.writeValueAsString(json);
    }

    static JdbcCursor parse(String text, String way) {
        @Nullable Exception cause = null;
        try {
            JsonNode json = Columns.JSON.readTree(text);
            if (json.path("v").asInt(0) == VERSION
                    && json.path("way").asString("").equals(way)) {
                return read(json, way);
            }
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            cause = e;
        }
        throw new StaleCursorException(
                "The stored cursor was written by another way of reading. Expected: version " + VERSION + ", " + way
                        + ". Next: sync from the start.",
                cause);
    }

    private static JdbcCursor read(JsonNode json, String way) {
        List<KeyValue> at = new ArrayList<>();
        json.path("at").forEach(value -> at.add(KeyValue.ofJson(value)));
        String probed = json.path("probed").asString("");
        return new JdbcCursor(
                way,
                List.copyOf(at),
                json.path("rest").booleanValue(),
                json.path("probe").asString(null),
                probed.isEmpty() ? null : Instant.parse(probed));
    }
}
