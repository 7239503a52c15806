package io.afterimage.cli.mirror.origin;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One change to one row. Immutable.
 *
 * @param number its place among all changes, from 1 on
 * @param table the table
 * @param id the row's key
 * @param row the row after it, JSON null if it is gone
 */
record Change(long number, Table table, int id, JsonNode row) {

    /** Every change happens a second after the one before it. */
    static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    Instant at() {
        return BEGINNING.plusSeconds(number);
    }

    boolean deletes() {
        return row.isNull();
    }

    /** How the change feed tells of it. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("resource", table.resource())
                .put("id", id)
                .put("op", deletes() ? "delete" : "upsert")
                .put("changed_at", at().toString());
        json.set("data", row);
        return json;
    }
}
