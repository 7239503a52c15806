package io.afterimage.mirror.service;

import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The parameters of a request. Every one that is asked for is known from then on; {@link #end} refuses the others. Not
 * thread-safe; one thread at a time.
 */
final class Params {

    private final String method;
    private final JsonNode json;
    private final TreeSet<String> known = new TreeSet<>();

    Params(String method, JsonNode json) {
        this.method = method;
        this.json = json;
        if (!json.isObject() && !json.isMissingNode() && !json.isNull()) {
            throw wrong("params", "an object, or none", json);
        }
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> wrong(name, "a text", json.path(name)));
    }

    Optional<String> optionalText(String name) {
        return value(name).map(value -> {
            if (!value.isString()) {
                throw wrong(name, "a text", value);
            }
            return value.stringValue();
        });
    }

    Optional<Long> optionalNumber(String name, long min, long max) {
        return value(name).map(value -> {
            if (!value.isIntegralNumber()
                    || !value.canConvertToLong()
                    || value.longValue() < min
                    || value.longValue() > max) {
                throw wrong(name, "a whole number from " + min + " to " + max, value);
            }
            return value.longValue();
        });
    }

    /** Says that everything has been asked for. */
    void end() {
        for (String name : json.propertyNames()) {
            if (!known.contains(name)) {
                throw new RequestFailure(
                        ErrorCode.BAD_REQUEST,
                        "The method does not take this parameter. Method: " + method + ". Expected: "
                                + (known.isEmpty() ? "none" : "one of " + String.join(", ", known)) + ". Found: "
                                + shortened(name) + ".");
            }
        }
    }

    private Optional<JsonNode> value(String name) {
        known.add(name);
        return Optional.ofNullable(json.get(name)).filter(value -> !value.isNull());
    }

    private RequestFailure wrong(String name, String expected, JsonNode found) {
        return new RequestFailure(
                ErrorCode.BAD_REQUEST,
                "A parameter is not what the method takes. Method: " + method + ". Parameter: " + name + ". Expected: "
                        + expected + ". Found: "
                        + (found.isMissingNode() ? "nothing" : shortened(found.toString())) + ".");
    }

    static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, text.offsetByCodePoints(0, 60)) + "…";
    }
}
