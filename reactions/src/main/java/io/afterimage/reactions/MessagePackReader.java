package io.afterimage.reactions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads MessagePack as Drasi writes it, and turns values into JSON text. Damaged input of any kind ends in a {@link
 * org.msgpack.core.MessagePackException} or an {@link UnexpectedBytesException}; neither its depth nor the lengths it
 * tells are trusted. Not thread-safe; one thread at a time.
 */
final class MessagePackReader {

    /** The depth at which Drasi's own JSON parser stops. */
    private static final int MAX_DEPTH = 128;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER) // the same text on every JDK
            .build();

    private final MessageUnpacker in;
    private final int length;

    MessagePackReader(byte[] bytes) {
        in = MessagePack.newDefaultUnpacker(bytes);
        length = bytes.length;
    }

    boolean nextIsArray() {
        return next().getValueType().isArrayType();
    }

    int arrayLength() {
        return plausible(read(in::unpackArrayHeader));
    }

    int mapLength() {
        return plausible(read(in::unpackMapHeader));
    }

    String text() {
        int bytes = plausible(read(in::unpackRawStringHeader));
        ByteBuffer utf8 = ByteBuffer.wrap(read(() -> in.readPayload(bytes)));
        return read(() -> StandardCharsets.UTF_8.newDecoder().decode(utf8)).toString();
    }

    /** An unsigned 64-bit number. */
    long unsigned() {
        BigInteger number = read(in::unpackBigInteger);
        if (number.signum() < 0) {
            throw new UnexpectedBytesException("the negative number " + number);
        }
        return number.longValue();
    }

    /** Whether the next value is nil, which is then passed. */
    boolean nil() {
        return read(in::tryUnpackNil);
    }

    /** The next value: a text as it is, any other as JSON. */
    String textOrJson() {
        return next().getValueType().isStringType() ? text() : new String(json(), StandardCharsets.UTF_8);
    }

    void skip() {
        json();
    }

    void expectEnd() {
        if (read(in::hasNext)) {
            throw new UnexpectedBytesException("bytes after the end");
        }
    }

    /** The next value as JSON text in UTF-8. */
    byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            copy(json, MAX_DEPTH);
        }
        return bytes.toByteArray();
    }

    private void copy(JsonGenerator json, int depth) {
        if (depth == 0) {
            throw new UnexpectedBytesException("values nested deeper than " + MAX_DEPTH);
        }
        MessageFormat format = next();
        switch (format.getValueType()) {
            case NIL -> {
                nil();
                json.writeNull();
            }
            case BOOLEAN -> json.writeBoolean(read(in::unpackBoolean));
            case INTEGER -> json.writeNumber(read(in::unpackBigInteger));
            case FLOAT -> copyFloat(json, format);
            case STRING -> json.writeString(text());
            case ARRAY -> copyArray(json, depth);
            case MAP -> copyMap(json, depth);
            default -> throw new UnexpectedBytesException("a value of type " + format.getValueType());
        }
    }

    private void copyFloat(JsonGenerator json, MessageFormat format) {
        double number = read(in::unpackDouble);
        if (!Double.isFinite(number)) {
            throw new UnexpectedBytesException("a number that JSON does not have: " + number);
        }
        if (format == MessageFormat.FLOAT32) {
            json.writeNumber((float) number);
        } else {
            json.writeNumber(number);
        }
    }

    private void copyArray(JsonGenerator json, int depth) {
        json.writeStartArray();
        for (int left = arrayLength(); left > 0; left--) {
            copy(json, depth - 1);
        }
        json.writeEndArray();
    }

    private void copyMap(JsonGenerator json, int depth) {
        json.writeStartObject();
        for (int left = mapLength(); left > 0; left--) {
            json.writeName(text());
            copy(json, depth - 1);
        }
        json.writeEndObject();
    }

    private MessageFormat next() {
        return read(in::getNextFormat);
    }

    /** A length that the bytes that are left can have: every element takes one at least. */
    private int plausible(int told) {
        if (told > length - in.getTotalReadBytes()) {
            throw new UnexpectedBytesException("a length of " + told + " beyond the end");
        }
        return told;
    }

    private interface Read<T> {
        T now() throws IOException;
    }

    private static <T> T read(Read<T> read) {
        try {
            return read.now();
        } catch (CharacterCodingException e) {
            throw new UnexpectedBytesException("text that is not UTF-8");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
