package io.afterimage.drasi;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON value exactly as it was written: a range of bytes that is known to be well-formed. Numbers keep their digits,
 * strings their escapes, objects their member order and their repeated members, because nothing is ever converted and
 * written again. Immutable as long as nobody changes the array it was parsed from.
 *
 * <p>Limits: nesting up to 500 levels.
 */
public final class RawJson {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .build();

    private static final int EXCERPT_BYTES = 60;
    private static final String FIRST_BYTES = "{[\"-0123456789tfn \t\r\n";

    private final byte[] source;
    private final int start;
    private final int end;
    private final JsonToken token;

    private RawJson(byte[] source, int start, int end, JsonToken token) {
        this.source = source;
        this.start = start;
        this.end = end;
        this.token = token;
    }

    /**
     * Checks that bytes are one JSON document in UTF-8.
     *
     * @param bytes the document; kept, not copied
     * @return its value
     * @throws UnusableLineException if they are not
     */
    public static RawJson parse(byte[] bytes) {
        if (!isUtf8(bytes, bytes.length)) {
            throw notJson("bytes that are not UTF-8", null);
        }
        if (bytes.length == 0 || bytes[0] <= 0 || (bytes.length > 1 && bytes[1] == 0)) {
            throw notJson("no ASCII character at its beginning", null); // also keeps the parser from guessing UTF-16
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw notJson("nothing but white space", null);
            }
            RawJson value = valueAt(parser, first, bytes, 0);
            if (parser.nextToken() != null) {
                throw notJson("more than one document", null);
            }
            return value;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /**
     * Whether bytes are one JSON document in UTF-8. Cheap for what is one, and for bytes that do not begin like one.
     *
     * @param bytes where the document is, from place 0
     * @param length how many bytes it has
     * @return true if it is one
     */
    public static boolean isDocument(byte[] bytes, int length) {
        if (length == 0 || FIRST_BYTES.indexOf(bytes[0]) < 0 || !isUtf8(bytes, length)) {
            return false;
        }
        if (length > 1 && bytes[1] == 0) {
            return false; // would be taken for UTF-16
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes, 0, length)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static boolean isUtf8(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] < 0) {
                return decodes(ByteBuffer.wrap(bytes, i, length - i));
            }
        }
        return true;
    }

    private static boolean decodes(ByteBuffer bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** The value whose first token the parser stands on; moves the parser to its last. */
    private static RawJson valueAt(JsonParser parser, JsonToken first, byte[] source, int base) {
        int start = base + Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        parser.finishToken();
        int end = base + Math.toIntExact(parser.currentLocation().getByteOffset());
        while (source[end - 1] <= ' ' && source[end - 1] >= 0) {
            end--; // a number that is no member or element is read together with the space after it
        }
        return new RawJson(source, start, end, first);
    }

    private static UnusableLineException malformed(JacksonException error) {
        if (error instanceof UnexpectedEndOfInputException) {
            return new UnusableLineException(
                    "It ends in the middle of a JSON document. Next: give the whole line.", error);
        }
        int column = error.getLocation() == null ? 0 : error.getLocation().getColumnNr();
        return notJson(error.getOriginalMessage() + " at column " + column, error);
    }

    private static UnusableLineException notJson(String found, @Nullable Throwable e) {
        return new UnusableLineException(
                "It is not JSON. Expected: one JSON document per line. Found: " + found + ".", e);
    }

    boolean isNull() {
        return token == JsonToken.VALUE_NULL;
    }

    boolean isObject() {
        return token == JsonToken.START_OBJECT;
    }

    boolean isArray() {
        return token == JsonToken.START_ARRAY;
    }

    boolean isString() {
        return token == JsonToken.VALUE_STRING;
    }

    boolean isNumber() {
        return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    }

    boolean isTrue() {
        return token == JsonToken.VALUE_TRUE;
    }

    /** A fresh copy of the bytes. */
    byte[] bytes() {
        return Arrays.copyOfRange(source, start, end);
    }

    /** Whether the other value is written with the same bytes. */
    boolean sameBytes(RawJson other) {
        return Arrays.equals(source, start, end, other.source, other.start, other.end);
    }

    /** The text of a string, or any other value as it is written. */
    String text() {
        if (!isString()) {
            return new String(source, start, end - start, StandardCharsets.UTF_8);
        }
        try (JsonParser parser = parser()) {
            parser.nextToken();
            return parser.getString();
        }
    }

    /** The members of an object. A member that comes twice is refused. */
    Map<String, RawJson> members() {
        return members(name -> true);
    }

    /** Some members of an object, in their order. Of these, one that comes twice is refused. */
    Map<String, RawJson> members(Predicate<String> wanted) {
        Map<String, RawJson> members = new LinkedHashMap<>();
        try (JsonParser parser = parser()) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                RawJson value = valueAt(parser, parser.nextToken(), source, start);
                if (wanted.test(name) && members.put(name, value) != null) {
                    throw new UnusableLineException(
                            "A member comes twice in one object. Member: " + name + ". Next: give it once.");
                }
            }
        }
        return members;
    }

    /** The elements of an array. */
    List<RawJson> elements() {
        List<RawJson> elements = new ArrayList<>();
        try (JsonParser parser = parser()) {
            parser.nextToken();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                elements.add(valueAt(parser, next, source, start));
            }
        }
        return elements;
    }

    private JsonParser parser() {
        return FACTORY.createParser(ObjectReadContext.empty(), source, start, end - start);
    }

    /** The beginning of the value, for messages. */
    String excerpt() {
        int length = Math.min(end - start, EXCERPT_BYTES);
        String text = new String(source, start, length, StandardCharsets.UTF_8);
        return length < end - start ? text + "…" : text;
    }

    @Override
    public String toString() {
        return excerpt();
    }
}
