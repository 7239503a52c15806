package io.afterimage.tck;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A second JVM of the same kind with the same class path, whose lines are read and which can be killed. Not thread-safe;
 * one thread at a time.
 */
final class ChildJvm implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 120;

    private final Process process;
    private final BufferedReader lines;
    private final Path errors;

    /** Starts a main class. */
    ChildJvm(Class<?> main, String... arguments) throws IOException {
        errors = Files.createTempFile("child-jvm", ".err");
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The next line that it wrote, empty at the end. Waits for it. */
    Optional<String> nextLine() {
        try {
            return Optional.ofNullable(lines.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** Kills it with SIGKILL where the system has one, and waits until it is gone. */
    void kill() {
        process.toHandle().destroyForcibly(); // unlike the process itself, the handle leaves what was written readable
        awaitEnd();
    }

    /** Waits for its end. */
    int awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("The child JVM does not end. Errors: " + errors());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the child JVM.", e);
        }
    }

    /** What it wrote to its error stream. */
    String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        lines.close();
        Files.deleteIfExists(errors);
    }
}
