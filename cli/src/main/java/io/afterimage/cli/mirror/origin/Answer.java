package io.afterimage.cli.mirror.origin;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer to a request, before anything goes wrong with it. Immutable.
 *
 * @param status the HTTP status
 * @param headers the headers that matter
 * @param body the body; empty for none
 */
record Answer(int status, Map<String, String> headers, byte[] body) {

    static Answer of(JsonNode json, Map<String, String> headers) {
        return new Answer(200, headers, JsonMapper.shared().writeValueAsBytes(json));
    }

    static Answer empty(int status, Map<String, String> headers) {
        return new Answer(status, headers, new byte[0]);
    }
}
