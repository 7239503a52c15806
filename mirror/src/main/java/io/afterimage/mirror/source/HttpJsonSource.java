package io.afterimage.mirror.source;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON over HTTP: a list that is read again and again and compared with the mirror, or a change feed that is followed.
 * Every wait is bounded, every walk over pages ends, and a kill at any moment resumes at the page it interrupted.
 *
 * <p>Limits: what a list that changes while it is read can hide depends on its paging; the table is in
 * {@code docs/formats/mirror-sources.md}. Credentials go to the origin of the first page only, and appear in no cursor and
 * no message.
 *
 * <p>Not thread-safe; one thread at a time.
 */
public final class HttpJsonSource implements SyncSource {

    private final String id;
    private final String way;
    private final HttpReader reader;

    HttpJsonSource(String id, String way, HttpReader reader) {
        this.id = id;
        this.way = way;
        this.reader = reader;
    }

    /**
     * Reads a list of all records of a resource. A round reads it from the first page to the last, and what differs from the
     * mirror becomes a delta. It must be told what it is compared with: {@link HttpJsonSourceBuilder#comparedWith}.
     *
     * @param id the source id
     * @param resource the resource the items belong to
     * @param address the first page's address; it may hold parameters, and no credential
     * @return a builder
     */
    public static HttpJsonSourceBuilder list(String id, String resource, URI address) {
        return new HttpJsonSourceBuilder(id, resource, address, HttpJsonSourceBuilder.Mode.LIST);
    }

    /**
     * Follows a change feed, in which every item is a change. Its paging must be by cursor.
     *
     * @param id the source id
     * @param resource the resource of items that do not name theirs
     * @param address where the feed begins; it may hold parameters, and no credential
     * @return a builder
     */
    public static HttpJsonSourceBuilder feed(String id, String resource, URI address) {
        return new HttpJsonSourceBuilder(id, resource, address, HttpJsonSourceBuilder.Mode.FEED);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Pulled pull(@Nullable String cursor) throws InterruptedException {
        return reader.pull(cursor == null ? HttpCursor.start(way) : HttpCursor.parse(cursor, way));
    }
}
