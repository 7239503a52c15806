package io.afterimage.mirror;

import io.afterimage.CorruptStoreException;
import io.afterimage.RefusedException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON payloads as UTF-8 text and back. Numbers keep every digit they were written with; members keep their order.
 */
final class PayloadCodec {

    /** What comes from outside is held to Jackson's own limits, but for the length of strings. */
    private static final JsonMapper OUTSIDE = mapper(StreamReadConstraints.builder()
            .maxStringLength(Integer.MAX_VALUE) // the store limits the row
            .build());

    /** What was written can be read. */
    private static final JsonMapper STORED = mapper(StreamReadConstraints.builder()
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .build());

    private PayloadCodec() {}

    private static JsonMapper mapper(StreamReadConstraints constraints) {
        return JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(constraints).build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /**
     * Parses text from outside.
     *
     * @throws MalformedJsonException if it is not one JSON value
     */
    static JsonNode parse(String json) {
        try {
            JsonNode node = OUTSIDE.readTree(json);
            if (node.isMissingNode()) {
                throw new MalformedJsonException("$", "one JSON value", "nothing", null);
            }
            return node;
        } catch (JacksonException e) {
            throw new MalformedJsonException("$", "one JSON value", e.getOriginalMessage(), e);
        }
    }

    /** Reads what {@link #encode} wrote. */
    static JsonNode decode(String queryId, byte[] utf8) {
        try {
            JsonNode payload = STORED.readTree(utf8);
            if (payload.isMissingNode()) {
                throw damaged(queryId, "nothing.", null);
            }
            return payload;
        } catch (JacksonException e) {
            throw damaged(queryId, e.getOriginalMessage(), e);
        }
    }

    private static CorruptStoreException damaged(String queryId, String found, @Nullable Throwable cause) {
        return CorruptStoreException.ofQuery(
                queryId,
                "Expected: a payload of JSON. Found: " + found
                        + " Next: rebuild the mirror from its log or its sources.",
                cause);
    }

    /**
     * Writes a payload as compact JSON text.
     *
     * @throws RefusedException if it holds what JSON cannot
     */
    static byte[] encode(String resource, String recordId, JsonNode payload) {
        try {
            requireJson(payload);
            return STORED.writeValueAsBytes(payload);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new RefusedException(
                    "A payload cannot be written as JSON. Resource: " + resource + ". Record: " + recordId
                            + ". Expected: JSON values, up to 500 levels. Found: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Jackson would write a number that is none as text, and an object of Java as whatever it looks like. */
    private static void requireJson(JsonNode node) {
        if (node.isPojo() || node.isMissingNode()) {
            throw new IllegalArgumentException("a node of type " + node.getNodeType());
        }
        if (node.isFloatingPointNumber() && !node.isBigDecimal() && !Double.isFinite(node.doubleValue())) {
            throw new IllegalArgumentException("the number " + node.doubleValue());
        }
        node.forEach(PayloadCodec::requireJson);
    }

    /**
     * One text for all ways to write the same JSON: members sorted, numbers without superfluous zeros. Total orders and
     * comparisons use it; it is never stored.
     */
    static byte[] canonical(JsonNode payload) {
        StringBuilder text = new StringBuilder();
        appendCanonical(payload, text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void appendCanonical(JsonNode node, StringBuilder text) {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
            text.append('{');
            sorted.forEach((name, value) -> {
                text.append(STORED.writeValueAsString(name)).append(':');
                appendCanonical(value, text);
                text.append(',');
            });
            text.append('}');
        } else if (node.isArray()) {
            text.append('[');
            node.forEach(element -> {
                appendCanonical(element, text);
                text.append(',');
            });
            text.append(']');
        } else if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            text.append(number.signum() == 0 ? "0" : number.stripTrailingZeros().toString());
        } else {
            text.append(STORED.writeValueAsString(node));
        }
    }
}
