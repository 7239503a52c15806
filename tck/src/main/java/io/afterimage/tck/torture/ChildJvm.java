package io.afterimage.tck.torture;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A second JVM of the same kind with the same class path, whose output is read and which can be killed. Who waits for it
 * waits for two minutes at most: a child that hangs until then is killed, and the wait ends with an {@link AssertionError}
 * that tells what its threads did. Not thread-safe; one thread at a time, but for {@link #kill}.
 */
public final class ChildJvm implements AutoCloseable {

    /** How the name of the file ends that has its error output. */
    static final String ERRORS = ".err";

    private static final int SIGNALLED = 128;
    private static final int SIGKILL = 9;

    private final Process process;
    private final Watchdog watchdog;
    private final InputStream output;
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
        this(temporary(), Watchdog.PATIENCE, command(List.of(), List.of(errorFile(temporary())), main, arguments));
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** The option that says where a JVM that dies in native code leaves its last words. */
    static String errorFile(Path directory) {
        return "-XX:ErrorFile=" + directory.resolve("hs_err_%p.log");
    }

    /** Runs a command that ends in a JVM, and keeps its error output in a directory. */
    ChildJvm(Path home, Duration patience, List<String> command) throws IOException {
        errors = Files.createTempFile(home, "child-jvm", ERRORS);
        process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        watchdog = new Watchdog(process, patience);
        output = watchdog.output();
        lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
    }

    /** The command that runs a main class with more options by another command, which may be empty. */
    static List<String> command(List<String> wrapper, List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * What it writes to its standard output, for those who do not read lines.
     *
     * @return its bytes
     */
    public InputStream output() {
        return output;
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
            watchdog.awaitEnd();
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
