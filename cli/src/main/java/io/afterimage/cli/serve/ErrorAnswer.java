package io.afterimage.cli.serve;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers with what went wrong as JSON: {@code {"status":413,"error":"..."}}. It tells what the caller did wrong, and of a
 * failure of our own no more than that it happened.
 */
final class ErrorAnswer implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        boolean ours = status == HttpStatus.INTERNAL_SERVER_ERROR_500 || message == null;
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", status);
        document.put("error", ours ? HttpStatus.getMessage(status) : message.toString());
        JsonAnswer.send(response, callback, status, document);
        return true;
    }
}
