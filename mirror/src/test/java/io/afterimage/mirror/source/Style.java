package io.afterimage.mirror.source;

import io.afterimage.mirror.MirrorStore;

/** The styles of paging that lists are read in. */
enum Style {
    SINGLE,
    CURSOR,
    LINK,
    PAGE,
    OFFSET;

    static final int PAGE_SIZE = 10;
    static final String SECRET = "sesame-4711";

    HttpJsonSourceBuilder source(TestServer server, MirrorStore mirror, SourceTime time) {
        String path = "/" + name().toLowerCase(java.util.Locale.ROOT);
        return HttpJsonSource.list("api", "things", server.uri(path))
                .itemsAt(this == CURSOR ? "/data/list" : "")
                .paging(paging())
                .secretParameter("key", () -> SECRET)
                .comparedWith(mirror)
                .time(time);
    }

    private Paging paging() {
        return switch (this) {
            case SINGLE -> Paging.single();
            case CURSOR -> Paging.cursorInBody("after", "/next");
            case LINK -> Paging.links();
            case PAGE -> Paging.numbered("page", 1, "size", PAGE_SIZE);
            case OFFSET -> Paging.offsets("offset", "limit", PAGE_SIZE, 2);
        };
    }
}
