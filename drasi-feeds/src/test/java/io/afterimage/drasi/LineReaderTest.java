package io.afterimage.drasi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void lines_areCut_andCounted() throws IOException {
        assertThat(read(Lines.bytes("a\nb\r\n\n  \r\n\uFEFF c \nlast"))).containsExactly("1:a", "2:b", "5:c", "6:last");
        assertThat(read(Lines.bytes("a\n"))).containsExactly("1:a");
        assertThat(read(Lines.bytes(""))).isEmpty();
        assertThat(read(Lines.bytes("\n\n"))).isEmpty();
    }

    @Test
    void longLine_isRead() throws IOException {
        String line = "x".repeat(10 << 20);
        assertThat(read(Lines.bytes("a\n" + line + "\nb"))).containsExactly("1:a", "2:" + line, "3:b");
    }

    @Test
    void gzip_isKnownByItsBytes_alsoWithSeveralMembersFromASlowPipe() throws IOException {
        byte[] first = gzip("a\nb");
        byte[] second = gzip("c\nd\n");
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        assertThat(read(both)).containsExactly("1:a", "2:bc", "3:d");
        assertThat(read(new SlowStream(both))).containsExactly("1:a", "2:bc", "3:d");
    }

    @Test
    void truncatedGzip_givesWholeLines_thenNamesTheNext() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append(Integer.toHexString(i * 0x9E3779B9)).append('\n');
        }
        byte[] whole = gzip(text.toString());
        for (int length : new int[] {30, whole.length / 2, whole.length - 9, whole.length - 1}) {
            LineReader reader = new LineReader(new ByteArrayInputStream(whole, 0, length));
            List<String> lines = new ArrayList<>();
            assertThatThrownBy(() -> drain(reader, lines))
                    .isInstanceOf(UnusableLineException.class)
                    .hasMessageStartingWith("Line " + (lines.size() + 1) + " cannot be applied. The gzip stream");
            assertThat(text.toString().lines().map(line -> line).toList().subList(0, lines.size()))
                    .isEqualTo(lines.stream()
                            .map(line -> line.substring(line.indexOf(':') + 1))
                            .toList());
        }
    }

    @Test
    void damagedGzip_isRefused() throws IOException {
        byte[] damaged = gzip("a\nb\n".repeat(10_000));
        damaged[damaged.length - 6] ^= 1;
        assertThatThrownBy(() -> read(damaged)).isInstanceOf(UnusableLineException.class);
    }

    @Test
    void mustWait_onlyWhereNoLineIsAtHand() throws IOException {
        LineReader reader = new LineReader(new SlowStream(Lines.bytes("a\nb\n")));
        reader.next();
        assertThat(reader.mustWait()).isTrue();
        LineReader ready = new LineReader(new ByteArrayInputStream(Lines.bytes("a\nb\n")));
        ready.next();
        assertThat(ready.mustWait()).isFalse();
    }

    private static List<String> read(byte[] input) throws IOException {
        return read(new ByteArrayInputStream(input));
    }

    private static List<String> read(InputStream input) throws IOException {
        List<String> lines = new ArrayList<>();
        drain(new LineReader(input), lines);
        return lines;
    }

    private static void drain(LineReader reader, List<String> lines) throws IOException {
        for (byte[] line = reader.next(); line.length > 0; line = reader.next()) {
            lines.add(reader.number() + ":" + new String(line, UTF_8));
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(Lines.bytes(text));
        }
        return bytes.toByteArray();
    }

    /** Gives one byte at a time and never says that more is there. */
    private static final class SlowStream extends ByteArrayInputStream {

        SlowStream(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(1, length));
        }

        @Override
        public synchronized int available() {
            return 0;
        }
    }
}
