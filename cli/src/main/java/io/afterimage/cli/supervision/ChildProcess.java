package io.afterimage.cli.supervision;

import io.afterimage.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A running child JVM, seen from its parent. Its reports come through its standard output; a thread of its own reads them,
 * so that a child that hangs is noticed. Confined to the thread that started it.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SIGKILL_EXIT = 128 + 9;
    private static final String END = "";

    private final Process process;
    private final Path errors;
    private final Duration patience;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private ChildProcess(Process process, Path errors, Duration patience) {
        this.process = process;
        this.errors = errors;
        this.patience = patience;
        Thread reader = new Thread(this::readLines, "demo-child-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts this program once more, in a JVM that is quick to start, and that has to say something every minute.
     *
     * @param scratch takes its standard error, and what a killed child leaves behind
     * @param arguments its command line
     * @return the child, to be closed by the caller
     */
    public static ChildProcess start(Path scratch, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // children live for seconds: quick to compile matters more than well
                // compiled
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + scratch, // killed children leave their unpacked native libraries there
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        return start(command, scratch.resolve(arguments.get(0) + "-errors.txt"), PATIENCE);
    }

    /**
     * Starts a child.
     *
     * @param command the program and its arguments
     * @param errors the file that takes its standard error
     * @param patience how long it may be silent, and take to end
     */
    static ChildProcess start(List<String> command, Path errors, Duration patience) {
        try {
            return new ChildProcess(
                    new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors, patience);
        } catch (IOException e) {
            throw new DemoFailure("The child JVM cannot be started. Command: " + command + ".", e);
        }
    }

    private void readLines() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("unreadable " + e);
        } finally {
            lines.add(END);
        }
    }

    /**
     * The next report.
     *
     * @return the report
     * @throws DemoFailure if the child has ended instead, or is silent for too long
     */
    public ChildReport next() {
        return ChildReport.parse(line());
    }

    /**
     * The next line, of a child that does not speak in reports.
     *
     * @return the line
     * @throws DemoFailure if the child has ended instead, or is silent for too long
     */
    public String line() {
        String line = nextLine();
        if (line.equals(END)) {
            throw failure("The child died by itself. Exit code: " + awaitExit(patience) + ".");
        }
        return line;
    }

    /**
     * Kills the child with SIGKILL.
     *
     * @param delayMicros how long it may go on before
     * @return the last event that it had acknowledged and that {@link #next} has not returned yet, or 0
     * @throws DemoFailure if the child ends before it is killed
     */
    long kill(long delayMicros) {
        if (exitsWithin(delayMicros, TimeUnit.MICROSECONDS)) {
            throw failure("The child died by itself. Exit code: " + process.exitValue() + ".");
        }
        process.toHandle().destroyForcibly(); // unlike the process's own method it leaves the output readable
        int exit = awaitExit(patience);
        if (exit != SIGKILL_EXIT) {
            throw failure("The child was not ended by the kill. Expected: exit code " + SIGKILL_EXIT
                    + ". Found: exit code " + exit + ".");
        }
        return lastAcknowledged();
    }

    private long lastAcknowledged() {
        long event = 0;
        for (String line = nextLine(); !line.equals(END); line = nextLine()) {
            if (ChildReport.parse(line) instanceof ChildReport.Acknowledged acknowledged) {
                event = acknowledged.event();
            }
        }
        return event;
    }

    /** Waits for the orderly end of a child that has finished. */
    void join() {
        int exit = awaitExit(patience);
        if (exit != 0) {
            throw failure("The child did not end in order. Exit code: " + exit + ".");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitExit(PATIENCE);
    }

    private String nextLine() {
        try {
            String line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw failure("The child hangs. Silent for: " + patience.toMillis() + " ms.");
            }
            return line;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private int awaitExit(Duration atMost) {
        if (!exitsWithin(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw failure("The child does not end. Waited for: " + atMost.toMillis() + " ms.");
        }
        return process.exitValue();
    }

    private boolean exitsWithin(long time, TimeUnit unit) {
        try {
            return process.waitFor(time, unit);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static DemoFailure interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new DemoFailure("The demo was interrupted.", cause);
    }

    private DemoFailure failure(String message) {
        try {
            String printed = Files.readString(errors).strip();
            return new DemoFailure(message + " It printed: " + (printed.isEmpty() ? "nothing" : printed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
