package io.afterimage.mirror;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Deep merge of JSON objects; arguments are left as they are, and the result shares parts with them. */
final class JsonMerge {

    private JsonMerge() {}

    /** Members of {@code winner} win, members only {@code base} has survive; anything but two objects is the winner. */
    static JsonNode merge(JsonNode base, JsonNode winner) {
        if (!base.isObject() || !winner.isObject()) {
            return winner;
        }
        ObjectNode merged = ((ObjectNode) base).objectNode();
        base.properties().forEach(member -> merged.set(member.getKey(), member.getValue()));
        winner.properties().forEach(member -> {
            JsonNode below = base.get(member.getKey());
            merged.set(member.getKey(), below == null ? member.getValue() : merge(below, member.getValue()));
        });
        return merged;
    }
}
