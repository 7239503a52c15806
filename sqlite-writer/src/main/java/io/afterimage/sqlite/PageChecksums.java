package io.afterimage.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One checksum per page of a database file. Pages count from 1, as SQLite's do. Not thread-safe; one thread at a time.
 *
 * <pre>
 * 0   "AfImPage"              8 bytes
 * 8   bytes of a page         4 bytes
 * 12  number of pages         4 bytes
 * 16  CRC-32C of each page    4 bytes each, 0 = not known
 * end CRC-32C of all before   4 bytes
 * </pre>
 */
final class PageChecksums {

    private static final byte[] MAGIC = "AfImPage".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 16;
    private static final int UNKNOWN = 0;

    private final int pageBytes;
    private int[] checksums;
    private int pages;

    PageChecksums(int pageBytes, int pages) {
        this.pageBytes = pageBytes;
        this.checksums = new int[pages];
        this.pages = pages;
    }

    int pageBytes() {
        return pageBytes;
    }

    int pages() {
        return pages;
    }

    /** Makes room for pages whose checksums are not known, or forgets those beyond the end. */
    void resize(int newPages) {
        if (newPages > checksums.length) {
            checksums = Arrays.copyOf(checksums, Math.max(newPages, checksums.length + (checksums.length >> 1)));
        }
        if (newPages < pages) {
            Arrays.fill(checksums, newPages, pages, UNKNOWN);
        }
        pages = newPages;
    }

    /** Remembers what a page holds; the file grows to it. */
    void put(int page, byte[] bytes, int offset) {
        if (page > pages) {
            resize(page);
        }
        checksums[page - 1] = of(bytes, offset, pageBytes);
    }

    /** Whether these are the bytes that the page should hold, as far as that is known. */
    boolean matches(int page, byte[] bytes, int offset) {
        int expected = checksums[page - 1];
        return expected == UNKNOWN || expected == of(bytes, offset, pageBytes);
    }

    /** Never {@link #UNKNOWN}. */
    private static int of(byte[] bytes, int offset, int length) {
        int checksum = crc(bytes, offset, length);
        return checksum == UNKNOWN ? 1 : checksum;
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    byte[] encode() {
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(encodedBytes(pages)));
        file.put(MAGIC).putInt(pageBytes).putInt(pages);
        for (int i = 0; i < pages; i++) {
            file.putInt(checksums[i]);
        }
        return file.putInt(crc(file.array(), 0, file.position())).array();
    }

    /** Reads what {@link #encode} gave; empty if it is anything else. */
    static Optional<PageChecksums> decode(byte[] encoded) {
        ByteBuffer file = ByteBuffer.wrap(encoded);
        if (encoded.length < encodedBytes(0)
                || Arrays.mismatch(encoded, 0, MAGIC.length, MAGIC, 0, MAGIC.length) >= 0
                || encodedBytes(file.getInt(12)) != encoded.length
                || file.getInt(encoded.length - 4) != crc(encoded, 0, encoded.length - 4)) {
            return Optional.empty();
        }
        PageChecksums read = new PageChecksums(file.getInt(8), file.getInt(12));
        file.position(HEADER_BYTES).asIntBuffer().get(read.checksums);
        return Optional.of(read);
    }

    private static long encodedBytes(int pages) {
        return HEADER_BYTES + 4L * pages + 4;
    }
}
