package io.afterimage.drasi.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The path of a request as it came, neither decoded nor cleaned. Nothing in it is special but slashes and percent signs:
 * {@code ..}, {@code ;} and empty segments are part of a query id like anything else. Immutable.
 */
record RequestPath(String raw) {

    /** The only segment, if there is just one and it is not empty. */
    Optional<String> onlySegment() {
        return raw.length() > 1 && raw.charAt(0) == '/' && raw.indexOf('/', 1) < 0
                ? Optional.of(raw.substring(1))
                : Optional.empty();
    }

    /** What follows after a prefix, if something does. */
    Optional<String> after(String prefix) {
        return raw.startsWith(prefix) && raw.length() > prefix.length()
                ? Optional.of(raw.substring(prefix.length()))
                : Optional.empty();
    }

    /**
     * Undoes percent-encoding, once.
     *
     * @return the text; empty if a percent sign is followed by no two digits, or the bytes are not UTF-8
     */
    static Optional<String> decode(String encoded) {
        byte[] source = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(source.length);
        for (int i = 0; i < source.length; i++) {
            if (source[i] != '%') {
                bytes.write(source[i]);
                continue;
            }
            int high = digit(source, i + 1);
            int low = digit(source, i + 2);
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return text(bytes.toByteArray());
    }

    private static int digit(byte[] source, int at) {
        return at < source.length && source[at] > 0 ? Character.digit(source[at], 16) : -1;
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** Whether a part of a path names a query: percent-encoded, or as it stands, because Drasi does not encode all. */
    static boolean names(String part, String queryId) {
        return part.equals(queryId) || decode(part).filter(queryId::equals).isPresent();
    }
}
