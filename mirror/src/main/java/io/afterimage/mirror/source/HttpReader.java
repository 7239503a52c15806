package io.afterimage.mirror.source;

/** How an HTTP source gets on from a cursor. Not thread-safe; one thread at a time. */
interface HttpReader {

    Pulled pull(HttpCursor cursor) throws InterruptedException;
}
