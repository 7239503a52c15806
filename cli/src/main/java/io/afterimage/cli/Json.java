package io.afterimage.cli;

import io.afterimage.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes the JSON documents of {@code --output json}: members in the order in which they are put. Thread-safe. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    /**
     * A value as one line of JSON.
     *
     * @param value a map, a list, a text, a number, a JSON node
     * @return the JSON
     */
    public static String of(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** How a query is described everywhere: {@code {"rows":…,"generation":…,"sequence":…}}. */
    static Map<String, Object> state(long rows, Position position) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("rows", rows);
        state.put("generation", position.generation());
        state.put("sequence", position.sequence());
        return state;
    }

    /** The same, led by the query's id. */
    static Map<String, Object> state(String queryId, long rows, Position position) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("query", queryId);
        state.putAll(state(rows, position));
        return state;
    }
}
