package io.afterimage.mirror.source;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;

/**
 * Gets JSON from a server that may fail: it asks again after a pause, as often as the policy says and no earlier than the
 * server asks for. Not thread-safe; one thread at a time.
 */
final class HttpFetch {

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int GONE = 410;
    private static final Set<Integer> WORTH_ANOTHER_ATTEMPT = Set.of(408, 425, 429, 500, 502, 503, 504);

    private final HttpTerms terms;
    private final HttpExchange exchange;

    HttpFetch(HttpTerms terms) {
        this.terms = terms;
        exchange = new HttpExchange(terms);
    }

    /** Why an attempt failed, and how long the server asked to be left alone. */
    private record Failure(String words, @Nullable Exception cause, Optional<Duration> retryAfter) {}

    /**
     * Asks until there is an answer.
     *
     * @param etag what is known already, null to be told in any case
     * @throws SourceException as its leaves say
     */
    HttpAnswer get(URI address, @Nullable String etag) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Failure failure;
            try {
                HttpResponse<byte[]> response = exchange.ask(address, etag);
                if (!WORTH_ANOTHER_ATTEMPT.contains(response.statusCode())) {
                    return answer(address, etag, response);
                }
                failure = new Failure(
                        "status " + response.statusCode(),
                        null,
                        RetryAfter.of(response.headers(), terms.time().now()));
            } catch (IOException e) {
                failure = new Failure(e.toString(), e, Optional.empty());
            }
            waitAfter(failure, attempt, address);
        }
    }

    private void waitAfter(Failure failure, int attempt, URI address) throws InterruptedException {
        Duration asked = failure.retryAfter().orElse(Duration.ZERO);
        boolean tooLong = asked.compareTo(terms.retry().longestRetryAfter()) > 0;
        if (tooLong || attempt >= terms.retry().maxAttempts()) {
            throw new SourceUnavailableException(
                    "The source does not answer. Where: " + Addresses.inMessages(address) + ". Attempts: " + attempt
                            + ". Found: " + failure.words() + ". Next: sync again "
                            + (asked.isZero() ? "later." : "after " + asked + "."),
                    failure.cause(),
                    failure.retryAfter().orElse(null));
        }
        Duration pause = terms.retry().pauseAfter(attempt, terms.random());
        terms.time().pause(pause.compareTo(asked) > 0 ? pause : asked);
    }

    private HttpAnswer answer(URI address, @Nullable String etag, HttpResponse<byte[]> response) throws IOException {
        HttpHeaders headers = response.headers();
        int status = response.statusCode();
        if (status == OK) {
            return new HttpAnswer(pageAddress(address, response), headers, json(address, response));
        }
        if (status == NOT_MODIFIED && etag != null) {
            return HttpAnswer.unchanged(address, headers);
        }
        String found = "Where: " + Addresses.inMessages(address) + ". Expected: status 200. Found: status " + status;
        if (status == GONE) {
            throw new StaleCursorException(
                    "The server has forgotten the position. " + found + ". Next: sync from the start.", null);
        }
        throw new SourceRefusedException(
                "The server refuses the request. " + found + ". Next: check the address, the credentials and their"
                        + " rights.",
                null);
    }

    /** Links are relative to where the page was found; credentials in that address go no further. */
    private URI pageAddress(URI asked, HttpResponse<byte[]> response) {
        return response.uri() == null ? asked : terms.credentials().removeFrom(response.uri());
    }

    private JsonNode json(URI address, HttpResponse<byte[]> response) throws IOException {
        byte[] body = exchange.decoded(address, response);
        try {
            JsonNode json = SourceJson.MAPPER.readTree(body);
            if (json.isMissingNode()) {
                throw new IOException("an empty body");
            }
            return json;
        } catch (UnexpectedEndOfInputException e) {
            throw new IOException("a body that ends in the middle, after " + body.length + " bytes", e);
        } catch (JacksonException e) {
            throw new SourceContentException(
                    "An answer is no JSON. Where: " + Addresses.inMessages(address) + ". Found: "
                            + e.getOriginalMessage() + ", in " + body.length
                            + " bytes. Next: set the address that answers with JSON.",
                    null); // the parser's error quotes the body
        }
    }
}
