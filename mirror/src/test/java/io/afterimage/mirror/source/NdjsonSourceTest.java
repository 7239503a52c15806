package io.afterimage.mirror.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.mirror.Delta;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of deltas: that grow, that are torn, cut, replaced, compressed or wrong. */
class NdjsonSourceTest {

    private static final NdjsonLimits SMALL = new NdjsonLimits(3, 1 << 20, 1_000);

    @TempDir
    private Path directory;

    private Path file;
    private @Nullable String cursor;

    @BeforeEach
    void name() {
        file = directory.resolve("deltas.ndjson");
    }

    private static String line(int n) {
        return Delta.upsert("things", "ä" + n, SourceJson.MAPPER.readTree("{\"n\": " + n + "}"), TestTime.START, "crm")
                        .toJson()
                + "\n";
    }

    private static String lines(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int n = from; n <= to; n++) {
            text.append(line(n));
        }
        return text.toString();
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    /** What is there, by a source that is made anew for each pull, or by one for all. */
    private List<Integer> readAll(boolean restarts) throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        NdjsonSource source = NdjsonSource.file("file", file, SMALL);
        for (boolean more = true; more; ) {
            Pulled pulled = (restarts ? NdjsonSource.file("file", file, SMALL) : source).pull(cursor);
            pulled.deltas()
                    .forEach(delta -> numbers.add(delta.payload().path("n").intValue()));
            cursor = pulled.cursor();
            more = pulled.hasMore();
        }
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fileThatGrows_isReadOn(boolean restarts) throws Exception {
        append("\uFEFF" + lines(1, 7) + "\r\n  \n");
        assertThat(readAll(restarts)).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(readAll(restarts)).isEmpty();
        append(lines(8, 9));
        assertThat(readAll(restarts)).containsExactly(8, 9);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void compressedFile_isReadOn_alsoByFurtherMembers(boolean restarts) throws Exception {
        Files.write(file, gzip(lines(1, 7)));
        assertThat(readAll(restarts)).containsExactly(1, 2, 3, 4, 5, 6, 7);
        Files.write(file, gzip(lines(8, 9)), StandardOpenOption.APPEND);
        assertThat(readAll(restarts)).containsExactly(8, 9);
    }

    @Test
    void tornLine_waits_atEveryByte() throws Exception {
        byte[] whole = lines(1, 2).getBytes(StandardCharsets.UTF_8);
        int second = line(1).getBytes(StandardCharsets.UTF_8).length;
        for (int length = second; length < whole.length - 1; length++) {
            cursor = null;
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(readAll(true)).as("%d bytes", length).containsExactly(1);
            Files.write(file, whole);
            assertThat(readAll(true)).as("after %d bytes", length).containsExactly(2);
        }
    }

    @Test
    void lastLineWithoutEnd_thatIsAWholeObject_isRead_once() throws Exception {
        append(line(1) + line(2).strip());
        assertThat(readAll(true)).containsExactly(1, 2);
        append("\n" + line(3));
        assertThat(readAll(true)).containsExactly(3);
    }

    @Test
    void tornCompressedFile_givesItsWholeLines() throws Exception {
        byte[] whole = gzip(lines(1, 200));
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        List<Integer> first = readAll(false);
        assertThat(first).isNotEmpty();
        Files.write(file, whole);
        first.addAll(readAll(false));
        assertThat(first).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void damagedCompressedFile_isAnError() throws Exception {
        byte[] whole = gzip(lines(1, 200));
        Arrays.fill(whole, whole.length / 2, whole.length / 2 + 20, (byte) 0xFF);
        Files.write(file, whole);
        assertThatThrownBy(() -> readAll(false)).isInstanceOf(SourceException.class);
    }

    @Test
    void wrongLine_isAnError_withItsPlace_afterWhatStandsBeforeIt() throws Exception {
        append(lines(1, 4) + "{\"resource\": 3}\n" + line(5));
        List<Integer> before = new ArrayList<>();
        int offset = lines(1, 4).getBytes(StandardCharsets.UTF_8).length;
        assertThatThrownBy(() -> {
                    for (Pulled pulled = null; ; cursor = pulled.cursor()) {
                        pulled = NdjsonSource.file("file", file, SMALL).pull(cursor);
                        pulled.deltas()
                                .forEach(delta ->
                                        before.add(delta.payload().path("n").intValue()));
                    }
                })
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("line 5, byte " + offset + ".");
        assertThat(before).containsExactly(1, 2, 3, 4);
    }

    @Test
    void lineThatIsTooLong_isAnError() throws Exception {
        append(line(1) + "\"" + "x".repeat(200_000) + "\"\n");
        assertThatThrownBy(() -> readAll(false))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("more than 1000 bytes");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fileThatWasCutOrReplaced_isStale(boolean compressed) throws Exception {
        String text = lines(1, 100);
        Files.write(file, compressed ? gzip(text) : text.getBytes(StandardCharsets.UTF_8));
        readAll(true);
        for (String other : List.of(lines(1, 50), lines(2, 101), lines(1, 99) + line(1) + line(2), "")) {
            Files.write(file, compressed ? gzip(other) : other.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> readAll(true)).isInstanceOf(StaleCursorException.class);
        }
        assertThatThrownBy(() -> NdjsonSource.file("file", file).pull("{\"v\": 2}"))
                .isInstanceOf(StaleCursorException.class);
    }

    @Test
    void fileThatIsNotThere_isUnavailable() {
        assertThatThrownBy(() -> readAll(false)).isInstanceOf(SourceUnavailableException.class);
    }

    @Test
    void stream_isReadOnce_toItsEnd() throws Exception {
        NdjsonSource source = stream(lines(1, 4) + line(5).strip());
        assertThat(source.pull(null).deltas()).hasSize(3);
        assertThat(source.pull(null)).matches(pulled -> pulled.deltas().size() == 2 && !pulled.hasMore());
        assertThat(source.pull(null)).isEqualTo(Pulled.nothing());
    }

    @Test
    void streamThatEndsInALine_isAnError_thatStays() throws Exception {
        NdjsonSource source = stream(line(1) + line(2).substring(0, 20));
        assertThat(source.pull(null).deltas()).hasSize(1);
        for (int again = 0; again < 2; again++) {
            assertThatThrownBy(() -> source.pull(null))
                    .isInstanceOf(SourceContentException.class)
                    .hasMessageContaining("line 2");
        }
    }

    private static NdjsonSource stream(String text) {
        return NdjsonSource.stream("in", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), SMALL);
    }
}
