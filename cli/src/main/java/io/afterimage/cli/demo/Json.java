package io.afterimage.cli.demo;

import tools.jackson.databind.json.JsonMapper;

/** The demo's rows as JSON bytes, and back. Decimals keep their exact digits. Thread-safe. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    static <T> T read(byte[] json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }
}
