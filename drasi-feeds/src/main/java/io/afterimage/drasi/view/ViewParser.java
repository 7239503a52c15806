package io.afterimage.drasi.view;

import io.afterimage.drasi.view.ViewException.Trouble;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON array of a header and rows, item by item, in bounded memory. A row is the bytes that were sent. Not
 * thread-safe; one thread at a time.
 */
final class ViewParser {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .build();

    private final String queryId;
    private final RecordedStream bytes;
    private final JsonParser json;
    private long items;
    private boolean ended;
    private byte[] header = {};
    private byte[] data = {};
    private @Nullable Long signature;

    /**
     * Begins to read.
     *
     * @param queryId the query, for messages
     * @param body the answer; not closed here
     * @param maxRowBytes how many bytes an item may take
     */
    ViewParser(String queryId, InputStream body, int maxRowBytes) {
        this.queryId = queryId;
        this.bytes = new RecordedStream(inUtf8(queryId, body), maxRowBytes);
        this.json = read(() -> FACTORY.createParser(ObjectReadContext.empty(), bytes));
    }

    /** The header, which comes first. */
    ViewHeader header() {
        JsonToken first = read(json::nextToken);
        if (first == null) {
            throw interrupted(queryId, items, null);
        }
        if (first != JsonToken.START_ARRAY) {
            throw malformed("an array", null);
        }
        if (!nextItem() || header.length == 0) {
            throw malformed("a header as its first item", null);
        }
        return ViewHeader.read(queryId, header);
    }

    /** Moves to the next row; false only after a whole array with nothing after it. */
    boolean next() {
        if (ended || !nextItem()) {
            return false;
        }
        if (header.length > 0) {
            throw malformed("one header, before all rows", null);
        }
        if (data.length == 0) {
            throw malformed("a row in every item but the first", null);
        }
        return true;
    }

    byte[] data() {
        return data;
    }

    OptionalLong signature() {
        return signature == null ? OptionalLong.empty() : OptionalLong.of(signature);
    }

    private boolean nextItem() {
        items++;
        header = new byte[0];
        data = new byte[0];
        signature = null;
        JsonToken first = read(json::nextToken);
        if (first == JsonToken.END_ARRAY) {
            ended = true;
            if (read(json::nextToken) != null) {
                throw malformed("nothing after the array", null);
            }
            return false;
        }
        if (first != JsonToken.START_OBJECT) {
            throw malformed("an object as each item", null);
        }
        bytes.forgetBefore(json.currentTokenLocation().getByteOffset());
        while (read(json::nextToken) == JsonToken.PROPERTY_NAME) {
            readMember(json.currentName());
        }
        return true;
    }

    private void readMember(String name) {
        JsonToken first = read(json::nextToken);
        if (name.equals("header") && header.length == 0 && first == JsonToken.START_OBJECT) {
            header = value();
        } else if (name.equals("data") && data.length == 0 && first != JsonToken.VALUE_NULL) {
            data = value();
        } else if (name.equals("signature") && signature == null && first == JsonToken.VALUE_STRING) {
            signature = unsigned(read(json::getString));
        } else if (name.equals("header") || name.equals("data") || name.equals("signature")) {
            throw malformed("one " + name + " of the right type", null);
        } else {
            value();
        }
    }

    private byte[] value() {
        long start = json.currentTokenLocation().getByteOffset();
        read(json::skipChildren);
        read(() -> {
            json.finishToken();
            return json;
        });
        return bytes.copy(start, json.currentLocation().getByteOffset());
    }

    private long unsigned(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw malformed("a signature of 0 to 18446744073709551615", e);
        }
    }

    /** The parser would guess other encodings from the first two bytes, and then count other places. */
    private static InputStream inUtf8(String queryId, InputStream body) {
        BufferedInputStream buffered = new BufferedInputStream(body, 1 << 16);
        try {
            buffered.mark(2);
            boolean ascii = buffered.read() < 0x80 && buffered.read() != 0;
            buffered.reset();
            if (!ascii) {
                throw new ViewException(
                        Trouble.MALFORMED, "The answer is no view. Query: " + queryId + ". Expected: JSON in UTF-8.");
            }
            return buffered;
        } catch (IOException e) {
            throw interrupted(queryId, 0, e);
        }
    }

    private <T> T read(Step<T> step) {
        try {
            return step.run();
        } catch (JacksonIOException e) {
            throw interrupted(queryId, items, e.getCause());
        } catch (JacksonException e) {
            if (bytes.ended() && !ended) {
                throw interrupted(queryId, items, e);
            }
            throw malformed("JSON", e);
        }
    }

    private static ViewException interrupted(String queryId, long items, @Nullable Throwable cause) {
        if (cause instanceof SocketTimeoutException) {
            return new ViewException(
                    Trouble.UNAVAILABLE,
                    "The view stopped coming. Query: " + queryId + ". Items: " + items + ".",
                    cause);
        }
        return new ViewException(
                Trouble.CUT,
                "The view ended in the middle. Query: " + queryId + ". Items: " + items + ". Found: "
                        + (cause == null ? "its end" : cause.getMessage()) + ".",
                cause);
    }

    private ViewException malformed(String expected, @Nullable Throwable cause) {
        return new ViewException(
                Trouble.MALFORMED,
                "The answer is no view. Query: " + queryId + ". Item: " + items + ". Expected: " + expected + ".",
                cause);
    }

    /** Something that reads from the answer. */
    private interface Step<T> {
        T run();
    }
}
