package io.afterimage.mirror.source;

import io.afterimage.RefusedException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is done with addresses: parameters set and taken out, origins compared, queries kept out of messages. */
final class Addresses {

    private Addresses() {}

    /** Checks that an address can be asked, and holds no credentials before its host. */
    static URI check(URI address) {
        boolean http = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        if (!http
                || address.getHost() == null
                || address.getRawUserInfo() != null
                || address.getRawFragment() != null) {
            throw new RefusedException("The address cannot be asked. Where: " + inMessages(address)
                    + ". Expected: http or https, a host, no user before it, no fragment.");
        }
        return address;
    }

    /** The address without query, user and fragment. */
    static String inMessages(URI address) {
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        return address.getScheme() + "://" + address.getHost() + port + path;
    }

    static boolean sameOrigin(URI one, URI other) {
        return Objects.equals(origin(one), origin(other));
    }

    private static String origin(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        int port = address.getPort() >= 0 ? address.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + String.valueOf(address.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** The address with a parameter set, in place of what stood there under its name. */
    static URI with(URI address, String name, String value) {
        URI without = without(address, Set.of(name));
        String query = without.getRawQuery();
        String parameter = encoded(name) + "=" + encoded(value);
        return withQuery(without, query == null ? parameter : query + "&" + parameter);
    }

    /** The address without some parameters. */
    static URI without(URI address, Set<String> names) {
        String query = address.getRawQuery();
        if (query == null) {
            return address;
        }
        Set<String> encoded = names.stream().map(Addresses::encoded).collect(Collectors.toSet());
        String rest = Stream.of(query.split("&"))
                .filter(parameter -> !encoded.contains(parameter.split("=", 2)[0]))
                .collect(Collectors.joining("&"));
        return withQuery(address, rest.isEmpty() ? null : rest);
    }

    /** Path and query. */
    static String local(URI address) {
        String query = address.getRawQuery();
        return query == null ? address.getRawPath() : address.getRawPath() + "?" + query;
    }

    private static URI withQuery(URI address, @Nullable String query) {
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        String start = address.getScheme() + "://" + address.getRawAuthority() + path;
        return URI.create(query == null ? start : start + "?" + query);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
