package io.afterimage.cli.serve;

import io.afterimage.cli.serve.config.AccessSettings;
import io.afterimage.cli.serve.config.Right;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets callers through who may do what they ask for: 401 for a token that is missing or unknown, 403 for one that is not
 * enough. Nothing of the body is read before. The {@link Caller} is an attribute of the request from here on.
 */
final class AccessHandler extends Handler.Wrapper {

    private static final HttpField CHALLENGE =
            new HttpField(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"afterimage\"");

    private final Tokens tokens;
    private final AccessSettings access;

    AccessHandler(Tokens tokens, AccessSettings access, Handler next) {
        super(next);
        this.tokens = tokens;
        this.access = access;
    }

    /** Who sent a request that was let through. */
    static Caller caller(Request request) {
        return (Caller) request.getAttribute(Caller.class.getName());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<Right> needed = Route.of(request).right(access);
        Optional<Caller> caller = tokens.caller(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        if (caller.isEmpty()) {
            return refuse(request, response, callback, "The token is not known.");
        }
        request.setAttribute(Caller.class.getName(), caller.get());
        if (needed.isEmpty() || caller.get().may(needed.get())) {
            return super.handle(request, response, callback);
        }
        if (!caller.get().known()) {
            return refuse(request, response, callback, "A bearer token is needed.");
        }
        Response.writeError(
                request,
                response,
                callback,
                HttpStatus.FORBIDDEN_403,
                "The token is not enough. Expected: the right " + needed.get() + ".");
        return true;
    }

    private static boolean refuse(Request request, Response response, Callback callback, String reason) {
        response.getHeaders().put(CHALLENGE);
        Response.writeError(request, response, callback, HttpStatus.UNAUTHORIZED_401, reason);
        return true;
    }
}
