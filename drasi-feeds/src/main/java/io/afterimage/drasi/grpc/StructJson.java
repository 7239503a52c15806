package io.afterimage.drasi.grpc;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.afterimage.drasi.UnusableLineException;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.NumberOutput;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes a {@code Struct} as JSON, with its members in the order of the wire. Every number of a {@code Struct} is a double.
 * A whole number below 2^53 is written as an integer, because there a double is exact; any other as the shortest decimal
 * that is read as the same double. What Drasi rounded on its way into the double is lost.
 */
final class StructJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** From here on, neighbouring integers share a double. */
    private static final double FIRST_INEXACT = 0x1p53;

    private StructJson() {}

    /** The JSON of an object; as {@link #write(String, Value)}. */
    static byte[] write(String where, Struct object) {
        return write(where, Value.newBuilder().setStructValue(object).build());
    }

    /**
     * The JSON of a value.
     *
     * @throws UnusableLineException if a part of it has no JSON form, or is nested too deep
     */
    static byte[] write(String where, Value value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(32, value.getSerializedSize()));
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(where, value, json);
        } catch (JacksonException e) {
            throw new UnusableLineException(
                    "A row cannot be written as JSON. Where: " + where + ". Found: " + e.getOriginalMessage() + ".", e);
        }
        return bytes.toByteArray();
    }

    private static void write(String where, Map<String, Value> members, JsonGenerator json) {
        json.writeStartObject();
        members.forEach((name, value) -> {
            json.writeName(name);
            write(where, value, json);
        });
        json.writeEndObject();
    }

    private static void write(String where, Value value, JsonGenerator json) {
        switch (value.getKindCase()) {
            case NULL_VALUE -> json.writeNull();
            case BOOL_VALUE -> json.writeBoolean(value.getBoolValue());
            case STRING_VALUE -> json.writeString(value.getStringValue());
            case NUMBER_VALUE -> json.writeNumber(number(where, value.getNumberValue()));
            case STRUCT_VALUE -> write(where, value.getStructValue().getFieldsMap(), json);
            case LIST_VALUE -> write(where, value.getListValue(), json);
            case KIND_NOT_SET -> throw unwritable(where, "a value without a kind");
        }
    }

    private static void write(String where, ListValue list, JsonGenerator json) {
        json.writeStartArray();
        for (Value element : list.getValuesList()) {
            write(where, element, json);
        }
        json.writeEndArray();
    }

    /** A number as JSON writes it. */
    static String number(String where, double number) {
        if (!Double.isFinite(number)) {
            throw unwritable(where, "the number " + number);
        }
        boolean negativeZero = number == 0 && 1 / number < 0;
        boolean exactInteger = number == Math.rint(number) && Math.abs(number) < FIRST_INEXACT && !negativeZero;
        return exactInteger ? Long.toString((long) number) : NumberOutput.toString(number, true);
    }

    private static UnusableLineException unwritable(String where, String found) {
        return new UnusableLineException(
                "A value has no JSON form. Where: " + where + ". Expected: what JSON can say. Found: " + found + ".");
    }
}
