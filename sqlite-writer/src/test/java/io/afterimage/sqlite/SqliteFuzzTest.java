package io.afterimage.sqlite;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import io.afterimage.RefusedException;
import io.afterimage.tck.fuzz.Decoder;
import io.afterimage.tck.fuzz.DecoderFuzzContract;
import io.afterimage.tck.fuzz.ScratchFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** What the store on SQLite reads without SQLite: the header, the log, and the files that stand beside them. */
class SqliteFuzzTest extends DecoderFuzzContract {

    private static final int LOG_HEADER_BYTES = 32;
    private static final int PAGE_BYTES = 512;

    private final ScratchFiles files = new ScratchFiles();

    @Override
    protected long inputs() {
        return 15_000; // most of them write files
    }

    @Override
    protected List<Decoder<?>> decoders() {
        return List.of(pages(), sealedPages(), header(), log(), mark());
    }

    private static Decoder<?> pages() {
        return Decoder.of("pages", input -> PageChecksums.decode(input).orElseThrow(Nothing::new))
                .refusing(Nothing.class)
                .backToBytes(PageChecksums::encode)
                .seeds(someChecksums().encode());
    }

    /** With a checksum that is always right, so that what is behind it is reached. */
    private static Decoder<?> sealedPages() {
        byte[] encoded = someChecksums().encode();
        return Decoder.of(
                        "sealed-pages",
                        input -> PageChecksums.decode(sealed(input)).orElseThrow(Nothing::new))
                .refusing(Nothing.class)
                .backToBytes(pages -> Arrays.copyOf(pages.encode(), pages.encode().length - 4))
                .seeds(Arrays.copyOf(encoded, encoded.length - 4));
    }

    private static PageChecksums someChecksums() {
        PageChecksums checksums = new PageChecksums(PAGE_BYTES, 2);
        checksums.put(2, new byte[PAGE_BYTES], 0);
        return checksums;
    }

    private static byte[] sealed(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return ByteBuffer.allocate(body.length + 4)
                .put(body)
                .putInt((int) crc.getValue())
                .array();
    }

    private Decoder<?> header() {
        byte[] ours = new byte[100];
        ByteBuffer.wrap(ours)
                .put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII))
                .putInt(60, SqliteHeader.FORMAT_VERSION)
                .putInt(68, SqliteHeader.APPLICATION_ID);
        return Decoder.of("header", input -> SqliteHeader.isStore(file(input, new byte[0], new byte[0])))
                .refusing(RefusedException.class, CorruptStoreException.class, NewerFormatException.class)
                .seeds(ours, new byte[0], new byte[100]);
    }

    /** With a header whose checksum is always right, so that what it says is believed. */
    private Decoder<?> log() {
        return Decoder.of("log", input -> frames(withLogChecksum(input)))
                .seeds(logHeader(PAGE_BYTES), new byte[0])
                .seeds(logHeader(-150_994_432), logHeader(0x2DE2_1800), logHeader(259)); // found: a page of any size
    }

    private long frames(byte[] input) throws IOException {
        SqliteFile file = file(new byte[0], input, new byte[0]);
        try (LogFile log = new LogFile(file.log())) {
            long frames = log.soundFrames();
            log.read(0, Math.max(0, frames), PAGE_BYTES, (page, pagesInFile, bytes, offset) -> {});
            return frames;
        }
    }

    private static byte[] logHeader(int pageBytes) {
        ByteBuffer log = ByteBuffer.allocate(LOG_HEADER_BYTES + 24 + PAGE_BYTES);
        log.putInt(0x377F_0683).putInt(3_007_000).putInt(pageBytes);
        return log.array();
    }

    /** SQLite's checksum, big-endian, of the first 24 bytes. */
    private static byte[] withLogChecksum(byte[] input) {
        if (input.length < LOG_HEADER_BYTES) {
            return input;
        }
        ByteBuffer log = ByteBuffer.wrap(input.clone());
        int sum0 = 0;
        int sum1 = 0;
        for (int at = 0; at < 24; at += 8) {
            sum0 += log.getInt(at) + sum1;
            sum1 += log.getInt(at + 4) + sum0;
        }
        return log.putInt(24, sum0).putInt(28, sum1).array();
    }

    /** The first bytes are the mark's, under a checksum that is always right; the others are the log. */
    private Decoder<?> mark() {
        return Decoder.of("mark", input -> {
                    byte[] mark = sealed(Arrays.copyOf(input, 24));
                    byte[] log = Arrays.copyOfRange(input, Math.min(24, input.length), input.length);
                    SqliteFile file = file(new byte[0], withLogChecksum(log), mark);
                    LogMark.requireWhole(file);
                    return LogMark.logIsGone(file);
                })
                .refusing(CorruptStoreException.class)
                .seeds(new byte[24], ByteBuffer.allocate(24).putLong(8, 5).array());
    }

    private SqliteFile file(byte[] database, byte[] log, byte[] mark) throws IOException {
        SqliteFile file = SqliteFile.at(files.with("store.db", database).resolve("store.db"));
        Files.write(file.log(), log);
        Files.write(file.mark(), mark);
        return file;
    }

    /** There is nothing: an answer, not an error. */
    private static final class Nothing extends Exception {

        private static final long serialVersionUID = 1L;
    }
}
