package io.afterimage.reactions;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads CBOR of a known shape and refuses any other. Not thread-safe; one thread at a time. */
final class CborReader {

    private final JsonParser cbor;

    CborReader(JsonParser cbor) {
        this.cbor = cbor;
    }

    @Nullable
    JsonToken next() {
        return cbor.nextToken();
    }

    void expect(JsonToken token) {
        next();
        expectCurrent(token);
    }

    void expectCurrent(JsonToken token) {
        if (cbor.currentToken() != token) {
            throw new UnexpectedBytesException(cbor.currentToken() + " instead of " + token);
        }
    }

    void expectEnd() {
        if (next() != null) {
            throw new UnexpectedBytesException("bytes after the end");
        }
    }

    long number() {
        expect(JsonToken.VALUE_NUMBER_INT);
        return cbor.getLongValue();
    }

    byte[] bytes() {
        next();
        return currentBytes();
    }

    byte @Nullable [] bytesOrNull() {
        if (next() == JsonToken.VALUE_NULL) {
            return null;
        }
        return currentBytes();
    }

    private byte[] currentBytes() {
        expectCurrent(JsonToken.VALUE_EMBEDDED_OBJECT);
        byte[] bytes = cbor.getBinaryValue();
        if (bytes == null) { // CBOR's undefined is an object to the parser
            throw new UnexpectedBytesException("undefined instead of bytes");
        }
        return bytes;
    }

    Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        expect(JsonToken.START_OBJECT);
        while (next() == JsonToken.PROPERTY_NAME) {
            String name = cbor.currentName();
            expect(JsonToken.VALUE_STRING);
            if (texts.put(name, cbor.getString()) != null) {
                throw new UnexpectedBytesException("a name that comes twice");
            }
        }
        expectCurrent(JsonToken.END_OBJECT);
        return texts;
    }
}
