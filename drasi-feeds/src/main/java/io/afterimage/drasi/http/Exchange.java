package io.afterimage.drasi.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.databind.json.JsonMapper;

/** One request and the one answer to it. */
record Exchange(Request request, Response response, Callback callback) {

    RequestPath path() {
        return new RequestPath(request.getHttpURI().getPath());
    }

    boolean is(String method) {
        return request.getMethod().equals(method);
    }

    /** Answers with a JSON document. */
    void answer(int status, Object document) {
        answer(status, "application/json", JsonMapper.shared().writeValueAsBytes(document));
    }

    /** Answers with a text. */
    void text(int status, String text) {
        answer(status, "text/plain;charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private void answer(int status, String contentType, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /** Answers that something is wrong with the request. */
    void problem(int status, String what) {
        answer(status, Map.of("error", what));
    }

    /** Answers that the same request may succeed later. */
    void later(String why, Duration when) {
        long seconds = Math.max(1, when.plusNanos(999_999_999).toSeconds());
        response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds);
        problem(HttpStatus.SERVICE_UNAVAILABLE_503, why);
    }

    /** Answers that the path knows other methods. */
    void notAllowed(String allowed) {
        response.getHeaders().put(HttpHeader.ALLOW, allowed);
        problem(
                HttpStatus.METHOD_NOT_ALLOWED_405,
                "The path does not know the method. Expected: " + allowed + ". Found: " + request.getMethod() + ".");
    }

    /** Gives the request up: the connection broke, or we did. */
    void fail(Throwable failure) {
        callback.failed(failure);
    }
}
