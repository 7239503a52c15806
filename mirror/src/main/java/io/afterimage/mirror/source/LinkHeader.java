package io.afterimage.mirror.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the link to the next page in the header {@code Link} (RFC 8288). */
final class LinkHeader {

    private final String text;
    private int at;

    private LinkHeader(String text) {
        this.text = text;
    }

    /** The target of the first link whose relations include {@code next}. */
    static Optional<String> next(List<String> headers) {
        for (String header : headers) {
            Optional<String> target = new LinkHeader(header).firstNext();
            if (target.isPresent()) {
                return target;
            }
        }
        return Optional.empty();
    }

    private Optional<String> firstNext() {
        while (at < text.length()) {
            int open = text.indexOf('<', at);
            int close = open < 0 ? -1 : text.indexOf('>', open);
            if (close < 0) {
                return Optional.empty();
            }
            at = close + 1;
            if (relations().contains("next")) {
                return Optional.of(text.substring(open + 1, close).strip());
            }
        }
        return Optional.empty();
    }

    /** Reads the parameters up to the comma that ends the link; only the first {@code rel} counts. */
    private List<String> relations() {
        List<String> relations = new ArrayList<>();
        boolean known = false;
        while (skip(';')) {
            String name = token().toLowerCase(Locale.ROOT);
            String value = skip('=') ? value() : "";
            if (name.equals("rel") && !known) {
                known = true;
                relations.addAll(List.of(value.toLowerCase(Locale.ROOT).strip().split("\\s+")));
            }
        }
        skip(',');
        return relations;
    }

    private boolean skip(char wanted) {
        skipBlanks();
        boolean there = at < text.length() && text.charAt(at) == wanted;
        if (there) {
            at++;
            skipBlanks();
        }
        return there;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private String token() {
        int start = at;
        while (at < text.length() && ";,= \t".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private String value() {
        if (at >= text.length() || text.charAt(at) != '"') {
            return token();
        }
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at));
        }
        at = Math.min(at + 1, text.length());
        return value.toString();
    }
}
