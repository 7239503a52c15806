package io.afterimage.mirror.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cursors that mirrors have stored. A released form is never edited: a new version is a new case here. */
class CursorGoldenTest {

    private static final String HTTP_START = "{\"v\":1,\"way\":\"list by single\"}";

    private static final String HTTP_FULL = "{\"v\":1,\"way\":\"list by offset\",\"at\":\"200\",\"etag\":\"\\\"x\\\"\","
            + "\"watch\":{\"pages\":7,\"mark\":\"ab\",\"power\":4,\"steps\":2,\"last\":\"cd\",\"repeats\":1,\"empty\":3},"
            + "\"pass\":{\"number\":2,\"seen\":\"f00.9\",\"anchors\":[\"1\",\"2\"],\"turns\":5,\"vanished\":\"t\"}}";

    private static final String NDJSON =
            "{\"v\":1,\"way\":\"ndjson\",\"offset\":3,\"line\":1,\"head\":\"78af5f94892f3950\",\"tail\":\"78af5f94892f3950\"}";

    @Test
    void httpCursors_haveTheirText() {
        HttpCursor full = new HttpCursor(
                "list by offset",
                "200",
                "\"x\"",
                new PageWatch(7, "ab", 4, 2, "cd", 1, 3),
                new HttpCursor.Pass(2, "f00.9", List.of("1", "2"), 5, "t"));
        assertThat(full.toText()).isEqualTo(HTTP_FULL);
        assertThat(HttpCursor.parse(HTTP_FULL, "list by offset")).isEqualTo(full);
        assertThat(HttpCursor.start("list by single").toText()).isEqualTo(HTTP_START);
        assertThat(HttpCursor.parse(HTTP_START, "list by single")).isEqualTo(HttpCursor.start("list by single"));
    }

    @Test
    void ndjsonCursor_hasItsText() {
        ByteTrace trace = new ByteTrace();
        trace.pass("abc".getBytes(StandardCharsets.UTF_8), 0, 3);
        NdjsonCursor cursor = new NdjsonCursor(trace.offset(), 1, trace.headHash(), trace.tailHash());
        assertThat(cursor.toText()).isEqualTo(NDJSON);
        assertThat(NdjsonCursor.parse(NDJSON)).isEqualTo(cursor);
    }

    @Test
    void traces_areEqual_howeverTheBytesWerePassed() {
        byte[] bytes = new byte[20_000];
        new java.util.Random(1).nextBytes(bytes);
        ByteTrace whole = new ByteTrace();
        whole.pass(bytes, 0, bytes.length);
        for (int piece : new int[] {1, 7, 4_095, 4_096, 4_097, 9_999}) {
            ByteTrace pieces = new ByteTrace();
            for (int at = 0; at < bytes.length; at += piece) {
                pieces.pass(bytes, at, Math.min(piece, bytes.length - at));
            }
            assertThat(pieces.headHash()).isEqualTo(whole.headHash());
            assertThat(pieces.tailHash()).isEqualTo(whole.tailHash());
        }
        ByteTrace at = ByteTrace.at(
                bytes.length,
                java.util.Arrays.copyOf(bytes, 4_096),
                java.util.Arrays.copyOfRange(bytes, bytes.length - 4_096, bytes.length));
        assertThat(at.headHash()).isEqualTo(whole.headHash());
        assertThat(at.tailHash()).isEqualTo(whole.tailHash());
    }
}
