package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters are lines that a person can read; the file never ends inside one. */
class FileDeadLettersTest {

    @TempDir
    private Path temp;

    private static DeadLetter letter(long sequence) {
        Emission emission = new Emission(
                "orders",
                new Position(2, sequence, 77),
                Instant.parse("2026-11-20T11:59:59Z"),
                List.of(
                        new RowDiff.Added(-1, utf8("{\"id\":1}")),
                        new RowDiff.Updated(2, null, new byte[] {(byte) 0xFF}),
                        new RowDiff.Removed(3, utf8("gone"))),
                Map.of("source", "s1"));
        return new DeadLetter(
                "mailer", emission, 4, new IOException("no \"mail\"\n"), Instant.parse("2026-11-20T12:00:00Z"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void record_isOneReadableLine() throws IOException {
        Path file = temp.resolve("dead.ndjson");
        try (FileDeadLetters letters = FileDeadLetters.in(file)) {
            letters.record(letter(7));
        }
        assertThat(Files.readString(file)).isEqualTo("""
                        {"version":1,"givenUpAt":"2026-11-20T12:00:00Z","reaction":"mailer","query":"orders",\
                        "generation":2,"sequence":7,"configHash":"4d","publishedAt":"2026-11-20T11:59:59Z",\
                        "attempts":4,"failure":"java.io.IOException: no \\"mail\\"\\n","diffs":[\
                        {"kind":"added","signature":"18446744073709551615","after":"{\\"id\\":1}"},\
                        {"kind":"updated","signature":"2","afterBase64":"/w=="},\
                        {"kind":"removed","signature":"3","before":"gone"}],"metadata":{"source":"s1"}}
                        """);
    }

    @Test
    void reopenedFile_goesOnAfterItsLastWholeLine() throws IOException {
        Path file = temp.resolve("dead.ndjson");
        try (FileDeadLetters letters = FileDeadLetters.in(file)) {
            letters.record(letter(7));
        }
        Files.write(file, utf8("{\"version\":1,\"torn".repeat(1_000)), StandardOpenOption.APPEND);
        try (FileDeadLetters letters = FileDeadLetters.in(file)) {
            letters.record(letter(8));
        }
        assertThat(Files.readAllLines(file))
                .hasSize(2)
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"sequence\":7").endsWith("}}"),
                        line -> assertThat(line).contains("\"sequence\":8").endsWith("}}"));
    }

    @Test
    void fileWithoutAWholeLine_isEmptied() throws IOException {
        Path file = temp.resolve("dead.ndjson");
        Files.write(file, utf8("torn"));
        FileDeadLetters.in(file).close();
        assertThat(file).isEmptyFile();
    }

    @Test
    void fullFile_refuses_andStaysAsItIs() throws IOException {
        Path file = temp.resolve("dead.ndjson");
        try (FileDeadLetters letters = FileDeadLetters.in(file, 600)) {
            letters.record(letter(7));
            byte[] before = Files.readAllBytes(file);
            assertThatThrownBy(() -> letters.record(letter(8)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("is full")
                    .hasMessageContaining(file.toString());
            assertThat(file).hasBinaryContent(before);
        }
    }

    @Test
    void closedOrImpossibleFile_isATypedError() {
        FileDeadLetters letters = FileDeadLetters.in(temp.resolve("dead.ndjson"));
        letters.close();
        letters.close();
        assertThatThrownBy(() -> letters.record(letter(7))).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> FileDeadLetters.in(temp.resolve("absent").resolve("dead.ndjson")))
                .isInstanceOf(StoreUnavailableException.class);
    }
}
