package io.afterimage.cli.serve;

import io.afterimage.cli.serve.config.Right;
import io.afterimage.mirror.service.Access;
import io.afterimage.mirror.service.MirrorService;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /mirror/METHOD}: the mirror's service, one method a path. The body is the method's parameters as a JSON object,
 * or empty; the answer is the service's own, with a status that says the same. Only admins make the mirror sync, and a token
 * for some queries only is not for the mirror.
 */
final class MirrorHandler extends Handler.Abstract {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String PREFIX = "/mirror/";

    private static final Map<String, Integer> STATUS = Map.of(
            "bad_request", HttpStatus.BAD_REQUEST_400,
            "query_refused", HttpStatus.BAD_REQUEST_400,
            "unknown_method", HttpStatus.NOT_FOUND_404,
            "unknown_source", HttpStatus.NOT_FOUND_404,
            "forbidden", HttpStatus.FORBIDDEN_403,
            "source_failed", HttpStatus.BAD_GATEWAY_502,
            "busy", HttpStatus.SERVICE_UNAVAILABLE_503,
            "closed", HttpStatus.SERVICE_UNAVAILABLE_503,
            "store_error", HttpStatus.SERVICE_UNAVAILABLE_503);

    private final MirrorService service;

    MirrorHandler(MirrorService service) {
        this.service = service;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (Route.of(request) != Route.MIRROR) {
            return false;
        }
        Caller caller = AccessHandler.caller(request);
        if (!caller.queries().isEmpty()) {
            Response.writeError(
                    request, response, callback, HttpStatus.FORBIDDEN_403, "The token is for some queries only.");
        } else if (!isJson(request)) {
            Response.writeError(
                    request,
                    response,
                    callback,
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
                    "The body is of another type. Expected: application/json.");
        } else {
            read(request, response, callback, caller);
        }
        return true;
    }

    private static boolean isJson(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type != null && "application/json".equals(MimeTypes.getContentTypeWithoutCharset(type));
    }

    private void read(Request request, Response response, Callback callback, Caller caller) {
        if (request.getLength() > MirrorService.MAX_REQUEST_BYTES) {
            tooLong(request, response, callback);
            return;
        }
        Content.Source.asByteArrayAsync(
                request,
                MirrorService.MAX_REQUEST_BYTES,
                Promise.Invocable.from(Invocable.InvocationType.BLOCKING, (body, failure) -> {
                    if (failure instanceof IllegalStateException) {
                        tooLong(request, response, callback);
                    } else if (failure != null) {
                        callback.failed(failure);
                    } else {
                        answer(request, response, callback, caller, body);
                    }
                }));
    }

    private static void tooLong(Request request, Response response, Callback callback) {
        Response.writeError(
                request,
                response,
                callback,
                HttpStatus.PAYLOAD_TOO_LARGE_413,
                "The body is too long. Expected: up to " + MirrorService.MAX_REQUEST_BYTES + " bytes.");
    }

    private void answer(Request request, Response response, Callback callback, Caller caller, byte[] body) {
        try {
            ObjectNode question = MAPPER.createObjectNode()
                    .put("method", request.getHttpURI().getPath().substring(PREFIX.length()));
            question.set("params", body.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(body));
            ObjectNode answer = service.answer(question, caller.may(Right.ADMIN) ? Access.WRITE : Access.READ);
            JsonAnswer.send(response, callback, status(answer.path("error").get("code")), answer);
        } catch (JacksonException e) {
            Response.writeError(
                    request, response, callback, HttpStatus.BAD_REQUEST_400, "The body is not one JSON document.");
        }
    }

    private static int status(@Nullable JsonNode code) {
        return code == null
                ? HttpStatus.OK_200
                : STATUS.getOrDefault(code.asString(), HttpStatus.INTERNAL_SERVER_ERROR_500);
    }
}
