package io.afterimage.sqlite;

import java.io.EOFException;
import java.io.IOException;

/** Reads pages of a database file, many at once. Not thread-safe; one thread at a time. */
final class PageReader {

    private static final int BYTES_AT_ONCE = 1 << 20;

    private final DatabaseBytes file;
    private final int pageBytes;
    private final byte[] buffer;

    PageReader(DatabaseBytes file, int pageBytes) {
        this.file = file;
        this.pageBytes = pageBytes;
        this.buffer = new byte[Math.max(pageBytes, BYTES_AT_ONCE / pageBytes * pageBytes)];
    }

    /** Gives the pages from one to another, both included, to a sink. */
    void forEach(int first, int last, PageSink sink) throws IOException {
        for (long page = first; page <= last; page += buffer.length / pageBytes) {
            int wanted = (int) Math.min(buffer.length / pageBytes, last - page + 1);
            int read = file.read((page - 1) * pageBytes, buffer, wanted * pageBytes);
            for (int i = 0; i < wanted; i++) {
                if ((i + 1) * pageBytes > read) {
                    throw new EOFException("The file ends inside page " + (page + i) + ".");
                }
                sink.page((int) page + i, buffer, i * pageBytes);
            }
        }
    }

    /** Is given pages. */
    @FunctionalInterface
    interface PageSink {

        /**
         * One page.
         *
         * @param page its number, from 1
         * @param bytes holds its bytes; only lent
         * @param offset where they begin
         */
        void page(int page, byte[] bytes, int offset);
    }
}
