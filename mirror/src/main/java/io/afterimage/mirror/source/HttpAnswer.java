package io.afterimage.mirror.source;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a server answered to a question that it could answer.
 *
 * @param address where the answer came from, after redirects
 * @param headers its headers
 * @param body its JSON, missing if nothing has changed
 */
record HttpAnswer(URI address, HttpHeaders headers, JsonNode body) {

    static HttpAnswer unchanged(URI address, HttpHeaders headers) {
        return new HttpAnswer(address, headers, MissingNode.getInstance());
    }

    boolean isUnchanged() {
        return body.isMissingNode();
    }

    Optional<String> etag() {
        return headers.firstValue("ETag");
    }
}
