package io.afterimage.mirror.source;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where an NDJSON file was read up to. The text form is in {@code docs/formats/mirror-sources.md}. Immutable.
 *
 * @param offset bytes, decompressed
 * @param line lines
 * @param head the hash of the first bytes
 * @param tail the hash of the last bytes before the offset
 */
record NdjsonCursor(long offset, long line, String head, String tail) {

    private static final int VERSION = 1;
    private static final String WAY = "ndjson";

    String toText() {
        return SourceJson.MAPPER.writeValueAsString(SourceJson.MAPPER
                .createObjectNode()
                .put("v", VERSION)
                .put("way", WAY)
                .put("offset", offset)
                .put("line", line)
                .put("head", head)
                .put("tail", tail));
    }

    static NdjsonCursor parse(String text) {
        @Nullable Throwable cause = null;
        try {
            JsonNode json = SourceJson.MAPPER.readTree(text);
            if (json.path("v").asInt(0) == VERSION
                    && json.path("way").asString("").equals(WAY)) {
                return new NdjsonCursor(
                        json.path("offset").longValue(),
                        json.path("line").longValue(),
                        json.path("head").stringValue(),
                        json.path("tail").stringValue());
            }
        } catch (JacksonException e) {
            cause = e;
        }
        throw new StaleCursorException(
                "The stored cursor was written by another way of reading. Expected: version " + VERSION + ", " + WAY
                        + ". Next: sync from the start.",
                cause);
    }
}
