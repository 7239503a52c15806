package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UninterruptedTest {

    @TempDir
    Path directory;

    @Test
    void interruptedBefore_worksAndStaysInterrupted() throws IOException {
        Path file = directory.resolve("file");
        Thread.currentThread().interrupt();
        Uninterrupted.run(() -> write(file));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasSize(10);
    }

    @Test
    void interruptedMeanwhile_worksAgainAndStaysInterrupted() throws IOException {
        Path file = directory.resolve("file");
        AtomicInteger attempts = new AtomicInteger();
        Uninterrupted.run(() -> {
            if (attempts.getAndIncrement() == 0) {
                Thread.currentThread().interrupt();
            }
            write(file);
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(attempts).hasValue(2);
        assertThat(file).hasSize(10);
    }

    @Test
    void anotherFailure_isPassedOn() {
        Path nowhere = directory.resolve("no directory").resolve("file");
        assertThatThrownBy(() -> Uninterrupted.run(() -> write(nowhere))).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    /** By a channel, which an interrupt closes. */
    private static void write(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(10));
        }
    }
}
