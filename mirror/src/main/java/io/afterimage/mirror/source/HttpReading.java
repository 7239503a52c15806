package io.afterimage.mirror.source;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/**
 * What an HTTP source reads, and how.
 *
 * @param way how it reads; see {@link HttpCursor}
 * @param start the first page's address
 * @param paging how one gets from page to page
 * @param itemsAt where the items of a page are
 * @param items how they become deltas
 * @param conditional whether the first page's ETag stands for the whole list
 * @param passesUntilGone how many passes in a row must miss a record before it is deleted, 0 to delete none
 * @param maxListed how many records a list may have where missing ones are deleted
 * @param patience how long a walk over pages is borne
 */
record HttpReading(
        String way,
        URI start,
        Paging paging,
        JsonPointer itemsAt,
        Items items,
        boolean conditional,
        int passesUntilGone,
        int maxListed,
        PageWatch.Patience patience) {

    private static final int MAX_POSITION_CHARS = 16_000;
    private static final int MAX_ETAG_CHARS = 1_000;

    Page page(HttpAnswer answer) {
        return Page.of(answer, itemsAt);
    }

    /** The ETag of an answer, null if there is none that is worth keeping. */
    static @Nullable String etag(HttpAnswer answer) {
        return answer.etag().filter(etag -> etag.length() <= MAX_ETAG_CHARS).orElse(null);
    }

    /** Checks that a position can be stored. */
    String storable(String position, Page page, Credentials credentials) {
        boolean secret = credentials.areIn(position);
        if (secret || position.length() > MAX_POSITION_CHARS) {
            throw new SourceContentException(
                    "The position of the next page cannot be stored. Where: " + Addresses.inMessages(page.address())
                            + ". Expected: up to " + MAX_POSITION_CHARS + " characters, no credential. Found: "
                            + (secret ? "a credential" : position.length() + " characters")
                            + ". Next: name the parameter that carries the credential.",
                    null);
        }
        return position;
    }
}
