package io.afterimage.rocksdb;

import io.afterimage.CorruptStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Looks through RocksDB's logs (write-ahead logs and manifests) before RocksDB does, and tells a torn end, which a crash
 * leaves behind, from damage. RocksDB takes a damaged length in the last block of a log for its end and drops every
 * commit after it without a word. Not thread-safe; one thread at a time.
 *
 * <p>The layout (RocksDB wiki, "Write Ahead Log File Format"): blocks of 32 KiB; in them records of checksum (4), length
 * (2), type (1), payload, little-endian; no record crosses a block; up to 6 bytes at the end of a block are unused.
 */
final class LogAudit {

    private static final int BLOCK_BYTES = 32 << 10;
    private static final int HEADER_BYTES = 7;

    private final Path file;
    private final CRC32C crc = new CRC32C();
    private final byte[] block = new byte[BLOCK_BYTES];
    private final ByteBuffer view = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    private long blockStart;
    private int blockEnd;
    private boolean ended;

    private LogAudit(Path file) {
        this.file = file;
    }

    /**
     * Looks through all logs of a database.
     *
     * @throws CorruptStoreException if one is damaged; a torn end is no damage
     * @throws java.nio.file.NoSuchFileException if a log went away meanwhile, beside a living writer
     */
    static void run(Path files) throws IOException {
        for (Path file : logs(files)) {
            new LogAudit(file).walk();
        }
    }

    private static List<Path> logs(Path files) throws IOException {
        try (Stream<Path> entries = Files.list(files)) {
            return entries.filter(file -> isLog(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isLog(String name) {
        return name.endsWith(".log") || name.startsWith("MANIFEST-");
    }

    private void walk() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            do {
                blockEnd = in.readNBytes(block, 0, BLOCK_BYTES);
                walkBlock();
                blockStart += blockEnd;
            } while (blockEnd == BLOCK_BYTES);
        }
    }

    private void walkBlock() {
        if (ended && !zeroFrom(0)) {
            throw damaged(0, "a record after the end of the log");
        }
        int at = 0;
        while (blockEnd - at >= HEADER_BYTES) {
            if (zeroFrom(at)) {
                ended = true;
                return;
            }
            int length = lengthAt(at);
            if (at + HEADER_BYTES + length > blockEnd) {
                requireTornEnd(at);
                return;
            }
            if (!soundAt(at, length)) {
                throw damaged(at, "a record whose checksum is wrong");
            }
            at += HEADER_BYTES + length;
        }
    }

    /** Room that was set aside and not yet written. */
    private boolean zeroFrom(int at) {
        for (int i = at; i < blockEnd; i++) {
            if (block[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private int lengthAt(int at) {
        return Short.toUnsignedInt(view.getShort(at + 4));
    }

    private boolean soundAt(int at, int length) {
        crc.reset();
        crc.update(block, at + 6, 1 + length);
        int plain = (int) crc.getValue();
        int masked = ((plain >>> 15) | (plain << 17)) + 0xA282_EAD8; // as RocksDB's crc32c::Mask
        return masked == view.getInt(at);
    }

    /**
     * A record that ends after the file does was being written when the process died, unless it has all its bytes with
     * another length, or anything sound follows: then its length is damaged.
     */
    private void requireTornEnd(int at) {
        if (blockEnd == BLOCK_BYTES || soundAt(at, blockEnd - at - HEADER_BYTES)) {
            throw damaged(at, "a record whose length is wrong");
        }
        for (int next = at + 1; next + HEADER_BYTES <= blockEnd; next++) {
            int length = lengthAt(next);
            if (length > 0 && next + HEADER_BYTES + length <= blockEnd && soundAt(next, length)) {
                throw damaged(at, "a record whose length is wrong, and a sound one after it");
            }
        }
    }

    private CorruptStoreException damaged(int at, String found) {
        return CorruptStoreException.ofStore(
                "File: " + file + ". Offset: " + (blockStart + at) + ". Found: " + found + ".", null);
    }
}
