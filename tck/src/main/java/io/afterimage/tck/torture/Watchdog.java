package io.afterimage.tck.torture;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps those who wait for a child JVM from waiting for ever: a child that is silent for too long, or does not end, is asked
 * what its threads do, and killed; then whoever waited gets an {@link AssertionError} that tells. Thread-safe.
 */
final class Watchdog {

    /** Longer than anything that a sound store takes on a slow machine. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int SECONDS_FOR_THE_THREADS = 20;
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "child-jvm-watchdog");
        thread.setDaemon(true);
        return thread;
    });

    private final Process process;
    private final Duration patience;
    private volatile @Nullable String threads;

    Watchdog(Process process, Duration patience) {
        this.process = process;
        this.patience = patience;
    }

    /** What the child writes to its standard output. A read that waits too long ends the child. */
    InputStream output() {
        return new FilterInputStream(process.getInputStream()) {

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                Future<?> end = in.available() > 0 ? null : startWaiting();
                int read = in.read(bytes, offset, length);
                if (end != null) {
                    end.cancel(false);
                }
                if (read < 0) {
                    requireNotHanging();
                }
                return read;
            }
        };
    }

    private Future<?> startWaiting() {
        return CLOCK.schedule(this::end, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until the child ends by itself. */
    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            end();
            process.waitFor();
        }
        requireNotHanging();
    }

    private void end() {
        threads = threadsOf(process.pid());
        process.toHandle().destroyForcibly(); // unlike the process itself, the handle leaves what was written readable
    }

    private void requireNotHanging() {
        String found = threads;
        if (found != null) {
            threads = null; // told once
            throw new AssertionError("The child JVM hangs. Expected: a sign of life, or its end, within "
                    + patience.toSeconds() + " s. Its threads:\n" + found);
        }
    }

    /** What the JDK's own tool says; if the JVM does not even answer that, so much. */
    private static String threadsOf(long pid) {
        try {
            Path dump = Files.createTempFile("threads", ".txt");
            Process tool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "Thread.print",
                            "-l")
                    .redirectErrorStream(true)
                    .redirectOutput(dump.toFile())
                    .start();
            boolean answered = tool.waitFor(SECONDS_FOR_THE_THREADS, TimeUnit.SECONDS);
            tool.destroyForcibly();
            String text = Files.readString(dump) + (answered ? "" : "The JVM does not say more.");
            Files.delete(dump);
            return text;
        } catch (IOException e) {
            return "They cannot be asked for: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "They were not waited for.";
        }
    }
}
