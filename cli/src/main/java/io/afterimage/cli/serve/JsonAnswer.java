package io.afterimage.cli.serve;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.databind.json.JsonMapper;

/** Answers with a small JSON document. */
final class JsonAnswer {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private JsonAnswer() {}

    static void send(Response response, Callback callback, int status, Object document) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        send(response, callback, "application/json", MAPPER.writeValueAsBytes(document));
    }

    static void send(Response response, Callback callback, String contentType, byte[] content) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
        response.write(true, ByteBuffer.wrap(content), callback);
    }
}
