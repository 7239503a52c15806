package io.afterimage.cli.serve.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads addresses to listen at. */
final class ListenAddress {

    static final String FORM = "HOST:PORT with a host of this machine, such as 127.0.0.1:8080 or [::1]:8080";

    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\s\\[\\]]+):(\\d{1,5})");

    private ListenAddress() {}

    /** Reads an address; port 0 takes any that is free. */
    static Optional<InetSocketAddress> parse(String text) {
        Matcher parts = HOST_AND_PORT.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new InetSocketAddress(InetAddress.getByName(parts.group(1)), Integer.parseInt(parts.group(2))));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
