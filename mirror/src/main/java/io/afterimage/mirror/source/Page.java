package io.afterimage.mirror.source;

import com.dynatrace.hash4j.hashing.Hashing;
import java.net.URI;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * One page of a list or a feed.
 *
 * @param answer where it comes from
 * @param items what is on it, in order
 */
record Page(HttpAnswer answer, List<JsonNode> items) {

    static Page of(HttpAnswer answer, JsonPointer itemsAt) {
        JsonNode items = answer.body().at(itemsAt);
        if (!items.isArray()) {
            throw new SourceContentException(
                    "A page has no items. Where: " + Addresses.inMessages(answer.address())
                            + ". Expected: an array at \"" + itemsAt + "\". Found: " + items.getNodeType()
                            + ". Next: set where the items are.",
                    null);
        }
        return new Page(answer, List.copyOf(items.values()));
    }

    URI address() {
        return answer.address();
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** Equal for equal items, and hardly ever for others. */
    String fingerprint() {
        return fingerprint(items.toString());
    }

    static String fingerprint(String text) {
        return Long.toHexString(Hashing.xxh3_64().hashCharsToLong(text));
    }
}
