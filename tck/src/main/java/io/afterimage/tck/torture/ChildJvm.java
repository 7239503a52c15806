package io.afterimage.tck.torture;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A second JVM of the same kind with the same class path, whose output is read and which can be killed. Not thread-safe;
 * one thread at a time, but for {@link #kill}.
 */
public final class ChildJvm implements AutoCloseable {

    /** How the name of the file ends that has its error output. */
    static final String ERRORS = ".err";

    private static final int PATIENCE_SECONDS = 120;
    private static final int SIGNALLED = 128;
    private static final int SIGKILL = 9;

    private final Process process;
    private final BufferedReader lines;
    private final Path errors;

    /**
     * Starts a main class.
     *
     * @param main the class
     * @param arguments its arguments
     * @throws IOException if it cannot be started
     */
    public ChildJvm(Class<?> main, String... arguments) throws IOException {
        this(Path.of(System.getProperty("java.io.tmpdir")), List.of(), List.of(), main, arguments);
    }

    /** Starts a main class with more options by a command, and keeps its error output in a directory. */
    ChildJvm(Path home, List<String> wrapper, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        errors = Files.createTempFile(home, "child-jvm", ERRORS);
        List<String> command = new ArrayList<>(wrapper);
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-XX:ErrorFile=" + home.resolve("hs_err_%p.log"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * What it writes to its standard output, for those who do not read lines.
     *
     * @return its bytes
     */
    public InputStream output() {
        return process.getInputStream();
    }

    /**
     * The next line that it wrote. Waits for it.
     *
     * @return the line, empty at the end
     */
    public Optional<String> nextLine() {
        try {
            return Optional.ofNullable(lines.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Its process id.
     *
     * @return the id
     */
    public long pid() {
        return process.pid();
    }

    /** Kills it with SIGKILL where the system has one, and waits until it is gone. What it wrote can still be read. */
    public void kill() {
        process.toHandle().destroyForcibly(); // unlike the process itself, the handle leaves what was written readable
        awaitEnd();
    }

    /**
     * Waits for its end.
     *
     * @return its exit code; 128 and the signal where it was ended by one
     */
    public int awaitEnd() {
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

    /**
     * Whether it died of itself: by a signal that is not a kill, as after a crash in native code. Waits for its end.
     *
     * @return false where it ended by itself or was killed
     */
    public boolean diedOfItself() {
        int exit = awaitEnd();
        return exit > SIGNALLED && exit != SIGNALLED + SIGKILL;
    }

    /**
     * What it wrote to its error stream.
     *
     * @return the text
     */
    public String errors() {
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
