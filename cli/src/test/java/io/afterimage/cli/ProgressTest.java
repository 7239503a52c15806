package io.afterimage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long nanos;

    @Test
    void longWork_showsBarRateAndRemainingTime_andWipesThemAtTheEnd() {
        try (Progress progress = new Progress(console(true), "rows", () -> nanos)) {
            progress.show(10, 0.1);
            assertThat(err.toString(UTF_8)).isEmpty();
            nanos = 2_000_000_000L;
            progress.show(5_000, 0.5);
            assertThat(err.toString(UTF_8))
                    .isEqualTo("\r[###############...............]  50%  5,000 rows, 2,500/s, 0:02 left");
            nanos += 1;
            progress.show(5_001, 0.5);
            nanos = 4_000_000_000L;
            progress.show(8_000, -1);
        }
        assertThat(err.toString(UTF_8).split("\r", -1))
                .hasSize(5)
                .endsWith(" ".repeat("8,000 rows, 2,000/s".length()), "")
                .anySatisfy(line -> assertThat(line.stripTrailing()).isEqualTo("8,000 rows, 2,000/s"));
    }

    @Test
    void nobodyWatching_showsNothing() {
        try (Progress progress = new Progress(console(false), "rows", () -> nanos)) {
            nanos = 10_000_000_000L;
            progress.show(1, 0.5);
        }
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    private Console console(boolean interactive) {
        return new Console(
                InputStream.nullInputStream(),
                new Output(OutputStream.nullOutputStream()),
                new PrintStream(err, true, UTF_8),
                interactive,
                false);
    }
}
