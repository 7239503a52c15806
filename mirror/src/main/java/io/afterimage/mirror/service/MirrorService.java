package io.afterimage.mirror.service;

import io.afterimage.AfterimageException;
import io.afterimage.RefusedException;
import io.afterimage.StoreClosedException;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.Syncer;
import io.afterimage.mirror.source.SourceException;
import io.afterimage.mirror.sql.QueryException;
import io.afterimage.mirror.sql.SqlFollower;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers requests for a mirror: {@code sync}, {@code query}, {@code get_record}, {@code list_records}, {@code resources},
 * {@code counts}. A request is a JSON object with {@code method}, {@code params} and, if it wants to be told from others, an
 * {@code id}; its answer holds {@code answer} ({@code <method>.ok} or {@code <method>.err}), the {@code id}, and
 * {@code result} or {@code error} ({@code code}, {@code text}).
 *
 * <p>Every request gets an answer: no input makes it throw. Requests are answered in the caller's thread; so many at once,
 * and others are answered as busy.
 *
 * <p>Thread-safe. What it was made of stays open when it is gone.
 */
public final class MirrorService {

    /** How long a request may be. */
    public static final int MAX_REQUEST_BYTES = 1 << 20;

    private static final int MAX_REQUESTS_AT_ONCE = 64;

    private static final Pattern METHOD_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Map<String, Method> methods;
    private final Semaphore room = new Semaphore(MAX_REQUESTS_AT_ONCE);

    private MirrorService(Map<String, Method> methods) {
        this.methods = methods;
    }

    /**
     * Serves a mirror.
     *
     * @param mirror the mirror
     * @param syncer syncs it
     * @param sql answers its queries
     * @return the service
     */
    public static MirrorService of(MirrorStore mirror, Syncer syncer, SqlFollower sql) {
        return new MirrorService(new Methods(mirror, syncer, sql).byName());
    }

    /**
     * Answers a request.
     *
     * @param request UTF-8 JSON
     * @param access what the caller may do
     * @return the answer as UTF-8 JSON
     */
    public byte[] answer(byte[] request, Access access) {
        ObjectNode answer;
        try {
            answer = answer(read(request), access);
        } catch (RequestFailure e) {
            answer = error("request", null, e);
        }
        return MAPPER.writeValueAsBytes(answer);
    }

    private static JsonNode read(byte[] request) {
        if (request.length > MAX_REQUEST_BYTES) {
            throw new RequestFailure(
                    ErrorCode.BAD_REQUEST,
                    "The request is too long. Expected: up to " + MAX_REQUEST_BYTES + " bytes. Found: " + request.length
                            + ".");
        }
        try {
            return MAPPER.readTree(request);
        } catch (JacksonException e) {
            throw new RequestFailure(
                    ErrorCode.BAD_REQUEST,
                    "The request is not one JSON document. Found: " + e.getOriginalMessage() + ".",
                    e);
        }
    }

    /**
     * Answers a request.
     *
     * @param request JSON
     * @param access what the caller may do
     * @return the answer, a new object
     */
    public ObjectNode answer(JsonNode request, Access access) {
        String name = name(request);
        String label = METHOD_NAME.matcher(name).matches() ? name : "request";
        JsonNode id = request.get("id");
        try {
            ObjectNode answer = MAPPER.createObjectNode().put("answer", label + ".ok");
            putId(answer, id);
            return answer.set("result", call(request, name, access));
        } catch (RequestFailure e) {
            return error(label, id, e);
        }
    }

    private ObjectNode call(JsonNode request, String name, Access access) {
        Method method = method(request, name);
        if (method.writes() && access != Access.WRITE) {
            throw new RequestFailure(
                    ErrorCode.FORBIDDEN,
                    "The caller may read only. Method: " + name + ". Next: ask with other rights.");
        }
        if (!room.tryAcquire()) {
            throw new RequestFailure(
                    ErrorCode.BUSY,
                    "Too many requests are being answered. Expected: up to " + MAX_REQUESTS_AT_ONCE
                            + ". Next: ask again later.");
        }
        try {
            return method.call(new Params(name, request.path("params")));
        } catch (RuntimeException e) {
            throw failure(e);
        } finally {
            room.release();
        }
    }

    /** The method that is asked for, empty if none is. */
    private static String name(JsonNode request) {
        JsonNode name = request.path("method");
        return name.isString() ? name.stringValue() : "";
    }

    private Method method(JsonNode request, String name) {
        if (name.isEmpty()) {
            throw new RequestFailure(
                    ErrorCode.BAD_REQUEST,
                    "The request names no method. Expected: an object with method, a text. Found: "
                            + Params.shortened(request.toString()) + ".");
        }
        Method method = methods.get(name);
        if (method == null) {
            throw new RequestFailure(
                    ErrorCode.UNKNOWN_METHOD,
                    "There is no such method. Expected: one of " + String.join(", ", methods.keySet()) + ". Found: "
                            + Params.shortened(name) + ".");
        }
        return method;
    }

    /** What each exception means to the caller. */
    private static RequestFailure failure(RuntimeException e) {
        if (e instanceof RequestFailure known) {
            return known;
        }
        return new RequestFailure(
                code(e), e.getMessage() == null ? "The request failed. Found: " + e + "." : e.getMessage(), e);
    }

    private static ErrorCode code(RuntimeException e) {
        if (e instanceof QueryException) {
            return ErrorCode.QUERY_REFUSED;
        } else if (e instanceof SourceException) {
            return ErrorCode.SOURCE_FAILED;
        } else if (e instanceof RefusedException) {
            return ErrorCode.BAD_REQUEST;
        } else if (e instanceof StoreClosedException) {
            return ErrorCode.CLOSED;
        }
        return e instanceof AfterimageException ? ErrorCode.STORE_ERROR : ErrorCode.INTERNAL;
    }

    private static ObjectNode error(String label, @Nullable JsonNode id, RequestFailure failure) {
        ObjectNode answer = MAPPER.createObjectNode().put("answer", label + ".err");
        putId(answer, id);
        answer.putObject("error").put("code", failure.code().label()).put("text", String.valueOf(failure.getMessage()));
        return answer;
    }

    private static void putId(ObjectNode answer, @Nullable JsonNode id) {
        if (id != null) {
            answer.set("id", id);
        }
    }
}
