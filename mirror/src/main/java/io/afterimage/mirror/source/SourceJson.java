package io.afterimage.mirror.source;

import io.afterimage.RefusedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as it comes from outside: numbers keep every digit, and a text holds exactly one value. */
final class SourceJson {

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE) // whoever reads limits the whole
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SourceJson() {}

    static JsonPointer pointer(String text) {
        try {
            return JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    "A JSON pointer is malformed. Expected: empty, or parts that begin with / (RFC 6901). Found: "
                            + text + ".",
                    e);
        }
    }

    /** A string or a whole number as text; nothing for what is missing, null or empty. */
    static Optional<String> scalar(JsonNode node) {
        @Nullable String text = null;
        if (node.isString()) {
            text = node.stringValue();
        } else if (node.isIntegralNumber()) {
            text = node.bigIntegerValue().toString();
        }
        return Optional.ofNullable(text).filter(value -> !value.isEmpty());
    }

    static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
