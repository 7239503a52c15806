package io.afterimage.spi;

import io.afterimage.QueryId;
import io.afterimage.RefusedException;
import io.afterimage.StoreUnavailableException;
import io.afterimage.tck.fuzz.Decoder;
import io.afterimage.tck.fuzz.DecoderFuzzContract;
import io.afterimage.tck.fuzz.ScratchFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the api itself reads back: names of queries, the note in a lock file, rows that a sort put aside. */
class ApiFuzzTest extends DecoderFuzzContract {

    private final ScratchFiles files = new ScratchFiles();

    @Override
    protected List<Decoder<?>> decoders() {
        return List.of(queryId(), holder(), sortedRows());
    }

    private static Decoder<?> queryId() {
        return Decoder.of("query-id", input -> QueryId.check(utf16(input)))
                .refusing(RefusedException.class)
                .backToValue(id -> id.getBytes(StandardCharsets.UTF_16BE))
                .seeds(
                        "query".getBytes(StandardCharsets.UTF_16BE),
                        "\uD83D\uDE00\0".getBytes(StandardCharsets.UTF_16BE));
    }

    /** Every pair of bytes is a char, so that surrogates come alone too. */
    private static String utf16(byte[] input) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < input.length; i += 2) {
            text.append((char) ((input[i] << 8) | (input[i + 1] & 0xFF)));
        }
        return text.toString();
    }

    private static Decoder<?> holder() {
        return Decoder.ofText("holder", StoreLock::holderIn)
                .seeds("1\nhost\n2026-01-01T00:00:00Z\n", "-1\n\n+1000000000-12-31T23:59:59.999999999Z\n");
    }

    private Decoder<?> sortedRows() {
        return Decoder.of("sorted-rows", this::rows)
                .refusing(StoreUnavailableException.class)
                .seeds(row(7, new byte[] {1, 2, 3}), row(-1, new byte[0]), new byte[64]);
    }

    private static byte[] row(long signature, byte[] data) {
        return ByteBuffer.allocate(16 + data.length)
                .putLong(signature)
                .putInt(Checksums.ofRow(0, 0, signature, data, 0, data.length))
                .putInt(data.length)
                .put(data)
                .array();
    }

    private List<byte[]> rows(byte[] input) throws IOException {
        List<byte[]> rows = new ArrayList<>();
        try (RowFile file = new RowFile(files.with("rows", input).resolve("rows"))) {
            SortedRun.Cursor cursor = file.cursor(0, -1, 0);
            while (cursor.next()) {
                cursor.load();
                rows.add(Arrays.copyOfRange(cursor.array(), cursor.offset(), cursor.offset() + cursor.length()));
            }
        }
        return rows;
    }
}
