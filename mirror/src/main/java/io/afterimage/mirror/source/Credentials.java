package io.afterimage.mirror.source;

import io.afterimage.RefusedException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is sent with requests to the source's own origin and nowhere else: headers and parameters. Values are asked for at
 * each request; they appear in no message and no cursor. Not thread-safe; one thread at a time.
 */
final class Credentials {

    private static final int FEWEST_CHARS = 6;

    private final Map<String, Supplier<String>> headers = new LinkedHashMap<>();
    private final Map<String, Supplier<String>> parameters = new LinkedHashMap<>();

    void header(String name, Supplier<String> value) {
        headers.put(name, value);
    }

    void parameter(String name, Supplier<String> value) {
        parameters.put(name, value);
    }

    Credentials copy() {
        Credentials copy = new Credentials();
        copy.headers.putAll(headers);
        copy.parameters.putAll(parameters);
        return copy;
    }

    URI addTo(URI address) {
        URI whole = address;
        for (Map.Entry<String, Supplier<String>> parameter : parameters.entrySet()) {
            whole = Addresses.with(
                    whole, parameter.getKey(), parameter.getValue().get());
        }
        return whole;
    }

    void addTo(HttpRequest.Builder request) {
        headers.forEach((name, value) -> {
            String text = value.get();
            if (text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f || c > 0xff)) {
                throw new RefusedException("The value of a header cannot be sent. Header: " + name
                        + ". Expected: no control characters, Latin-1.");
            }
            request.setHeader(name, text);
        });
    }

    URI removeFrom(URI address) {
        return Addresses.without(address, parameters.keySet());
    }

    /**
     * Whether a text that is to be stored holds a credential, as it is or as addresses write it. Those of few characters are
     * not looked for: they would be found everywhere.
     */
    boolean areIn(String text) {
        return Stream.concat(headers.values().stream(), parameters.values().stream())
                .flatMap(value -> Stream.of(value.get().split(" "))) // a scheme such as Bearer, then the credential
                .filter(part -> part.length() >= FEWEST_CHARS)
                .anyMatch(part -> text.contains(part) || text.contains(Addresses.encoded(part)));
    }

    /** Checks that headers of these names can be sent. */
    void checkNames(Map<String, String> others) {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        Stream.concat(headers.keySet().stream(), others.keySet().stream()).forEach(name -> {
            try {
                request.setHeader(name, "x");
            } catch (IllegalArgumentException e) {
                throw new RefusedException("A header cannot be sent. Found: " + name + ".", e);
            }
        });
    }
}
