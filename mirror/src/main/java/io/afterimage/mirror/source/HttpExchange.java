package io.afterimage.mirror.source;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * One question to a server: redirects followed, the whole answer within a time and a size. Credentials go to the trusted
 * origin only. Not thread-safe; one thread at a time.
 */
final class HttpExchange {

    private static final int OK = 200;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_ERROR_BODY_BYTES = 64 << 10;

    private final HttpTerms terms;
    private final @Nullable TokenBucket bucket;

    HttpExchange(HttpTerms terms) {
        this.terms = terms;
        RateLimit limit = terms.rateLimit();
        bucket = limit == null ? null : new TokenBucket(limit, terms.time());
    }

    /**
     * Asks.
     *
     * @throws IOException if the answer did not come, or not whole
     * @throws SourceContentException if the answer is too long, or the redirects have no end
     */
    HttpResponse<byte[]> ask(URI address, @Nullable String etag) throws IOException, InterruptedException {
        URI here = address;
        for (int redirects = 0; redirects <= terms.maxRedirects(); redirects++) {
            HttpResponse<byte[]> answer = askHere(here, etag);
            if (!REDIRECTS.contains(answer.statusCode())) {
                return answer;
            }
            here = target(here, answer);
        }
        throw new SourceContentException(
                "The redirects have no end. Where: " + Addresses.inMessages(address) + ". Expected: at most "
                        + terms.maxRedirects() + ". Next: set the address at which the server answers.",
                null);
    }

    private static URI target(URI here, HttpResponse<?> redirect) {
        URI target;
        try {
            target = here.resolve(redirect.headers().firstValue("Location").orElse(""));
            Addresses.check(target);
        } catch (RuntimeException e) { // no address, or none that can be asked
            throw badRedirect(here, "an address to ask", redirect.statusCode());
        }
        if (here.getScheme().equalsIgnoreCase("https") && !target.getScheme().equalsIgnoreCase("https")) {
            throw badRedirect(here, "https, as before", redirect.statusCode());
        }
        return target;
    }

    private static SourceContentException badRedirect(URI here, String expected, int status) {
        return new SourceContentException(
                "The server redirects to where nobody should go. Where: " + Addresses.inMessages(here) + ". Expected: "
                        + expected + ". Found: status " + status
                        + ". Next: set the address at which the server answers.",
                null);
    }

    private HttpResponse<byte[]> askHere(URI address, @Nullable String etag) throws IOException, InterruptedException {
        if (bucket != null) {
            bucket.take();
        }
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .timeout(terms.requestTimeout())
                .header("Accept", "application/json")
                .header("Accept-Encoding", "gzip");
        terms.headers().forEach(request::setHeader);
        if (etag != null) {
            request.setHeader("If-None-Match", etag);
        }
        URI whole = address;
        if (Addresses.sameOrigin(address, terms.origin())) {
            terms.credentials().addTo(request);
            whole = terms.credentials().addTo(address);
        }
        return await(terms.client().sendAsync(request.uri(whole).build(), info -> body(address, info)));
    }

    private HttpResponse.BodySubscriber<byte[]> body(URI address, HttpResponse.ResponseInfo info) {
        return info.statusCode() == OK
                ? BoundedBody.failing(terms.maxBodyBytes(), () -> tooLong(address))
                : BoundedBody.dropping(MAX_ERROR_BODY_BYTES);
    }

    /** The client's own timeout ends with the headers; this one ends with the body. */
    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> asked)
            throws IOException, InterruptedException {
        try {
            return asked.get(terms.requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer within " + terms.requestTimeout());
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } finally {
            asked.cancel(true); // no effect on what is done
        }
    }

    private static IOException unwrapped(ExecutionException wrapper) {
        for (Throwable cause = wrapper; cause != null; cause = cause.getCause()) {
            if (cause instanceof SourceException found) {
                throw found;
            }
            if (cause instanceof IOException found) {
                return found;
            }
            if (cause instanceof Error found) {
                throw found;
            }
        }
        return new IOException(wrapper.getCause());
    }

    /** The bytes of a body, decompressed within the same limit. */
    byte[] decoded(URI address, HttpResponse<byte[]> answer) throws IOException {
        boolean gzip = answer.headers().allValues("Content-Encoding").stream().anyMatch("gzip"::equalsIgnoreCase);
        if (!gzip) {
            return answer.body();
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            byte[] decoded = in.readNBytes(terms.maxBodyBytes());
            if (in.read() >= 0) {
                throw tooLong(address);
            }
            return decoded;
        } catch (EOFException | ZipException e) {
            throw new IOException("a compressed body that is damaged or ends in the middle", e);
        }
    }

    private SourceContentException tooLong(URI address) {
        return new SourceContentException(
                "An answer is too long. Where: " + Addresses.inMessages(address) + ". Expected: at most "
                        + terms.maxBodyBytes() + " bytes. Next: ask for smaller pages, or raise the limit.",
                null);
    }
}
