package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.afterimage.StoreHolder;
import io.afterimage.StoreLockedException;
import io.afterimage.StoreUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoreLockTest {

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("lock");
    }

    /** Holds the lock until it is killed. */
    public static final class Holder {

        /** Takes the lock of the file named first. */
        public static void main(String[] args) throws IOException {
            try (StoreLock lock = StoreLock.acquire(Path.of(args[0]), "child")) {
                System.out.println("held");
                int end = System.in.read();
                System.out.println(lock + " " + end);
            }
        }
    }

    private Process child() throws IOException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        assertThat(output.readLine()).isEqualTo("held");
        return child;
    }

    private StoreHolder holderWhoRefuses() {
        StoreLockedException refusal = catchThrowableOfType(
                StoreLockedException.class,
                () -> StoreLock.acquire(file(), "store").close());
        assertThat(refusal).hasMessageContaining("store");
        Optional<StoreHolder> holder = refusal.holder();
        assertThat(holder).isPresent();
        return holder.get();
    }

    @Test
    void acquire_heldInThisProcess_isRefusedByNameUntilClosed() {
        try (StoreLock lock = StoreLock.acquire(file(), "store")) {
            assertThat(lock).isNotNull();
            assertThat(holderWhoRefuses().processId())
                    .isEqualTo(ProcessHandle.current().pid());
        }
        StoreLock.acquire(file(), "store").close();
    }

    @Test
    void acquire_heldByAnotherProcess_namesItAndSucceedsOnceItIsKilled() throws Exception {
        Process child = child();
        try {
            assertThat(holderWhoRefuses().processId()).isEqualTo(child.pid());
            assertThat(holderWhoRefuses().host()).isNotBlank();
        } finally {
            child.destroyForcibly();
        }
        child.waitFor();
        assertThat(Files.size(file())).isPositive(); // the dead one's note is still there
        StoreLock.acquire(file(), "store").close();
    }

    @Test
    void acquire_heldByAnotherProcess_overTheNoteOfADeadOne_doesNotNameTheDeadOne() throws Exception {
        Process dead = child();
        byte[] note = Files.readAllBytes(file());
        dead.destroyForcibly().waitFor();
        Process child = child();
        Files.write(file(), note); // as if the holder had not got as far as its own note
        try {
            StoreLockedException refusal = catchThrowableOfType(
                    StoreLockedException.class,
                    () -> StoreLock.acquire(file(), "store").close());
            assertThat(refusal.holder()).isEmpty();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void acquire_fileWithAnyNote_isNotBlocked() throws IOException {
        for (byte[] note : List.of(
                new byte[0], new byte[] {-1, -2}, "1\nhost\n2026-01-01T00:00:00Z\n".getBytes(StandardCharsets.UTF_8))) {
            Files.write(file(), note);
            StoreLock.acquire(file(), "store").close();
        }
    }

    @Test
    void acquire_noDirectory_isUnavailable() {
        assertThatThrownBy(() -> StoreLock.acquire(directory.resolve("missing").resolve("lock"), "store"))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> StoreLock.acquire(directory, "store")) // a directory is no file
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void close_twice_leavesTheNextHolderAlone() {
        StoreLock first = StoreLock.acquire(file(), "store");
        first.close();
        try (StoreLock second = StoreLock.acquire(file(), "store")) {
            first.close();
            assertThat(second).isNotNull();
            assertThat(holderWhoRefuses().processId()).isPositive();
        }
    }

    @Test
    void acquire_manyThreads_oneAtATime() throws InterruptedException {
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> {
                for (int done = 0; done < 50; ) {
                    try (StoreLock lock = StoreLock.acquire(file(), "store")) {
                        most.accumulateAndGet(holders.incrementAndGet(), Math::max);
                        holders.decrementAndGet();
                        done += lock == null ? 0 : 1;
                    } catch (StoreLockedException e) {
                        Thread.onSpinWait(); // another one has it; again
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most).hasValue(1);
    }
}
