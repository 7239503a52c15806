package io.afterimage.reactions.campaign;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One process of the campaign through all its lives: what it said, how far it came, how often it was killed. Thread-safe. */
final class Child {

    private static final long HANG_SECONDS = 120;

    final String name;
    private final Class<?> main;
    private final List<String> arguments;
    private final Path directory;
    private final Map<String, Long> reached = new TreeMap<>();
    private final Map<String, Long> said = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private @Nullable Process process;
    private boolean ready;
    private int kills;

    Child(String name, Class<?> main, Path directory, List<String> arguments) {
        this.name = name;
        this.main = main;
        this.directory = directory;
        this.arguments = List.copyOf(arguments);
    }

    synchronized boolean isAlive() {
        return process != null;
    }

    synchronized int kills() {
        return kills;
    }

    /** What it has said beside its positions, and how often. */
    synchronized Map<String, Long> said() {
        return new TreeMap<>(said);
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** How far it came with a query, 0 if it never said. */
    synchronized long reached(String queryId) {
        return reached.getOrDefault(queryId, 0L);
    }

    synchronized void start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                directory.toString()));
        command.addAll(arguments);
        command.addAll(List.of(more));
        ready = false;
        Process started = new ProcessBuilder(command).start();
        process = started;
        read(started, started.inputReader(StandardCharsets.UTF_8), this::hear);
        read(started, started.errorReader(StandardCharsets.UTF_8), this::hearError);
    }

    private interface Ear {
        void hear(String line);
    }

    private void read(Process of, BufferedReader lines, Ear ear) {
        Thread thread = new Thread(
                () -> {
                    try (lines) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            ear.hear(line);
                        }
                    } catch (IOException e) {
                        unreadable(of, e);
                    }
                },
                "hearing " + name + " " + of.pid());
        thread.setDaemon(true);
        thread.start();
    }

    /** Killing a process closes what it says; anything else is a failure. */
    private synchronized void unreadable(Process of, IOException failure) {
        if (of.equals(process)) {
            hearError("The output cannot be read: " + failure);
        }
    }

    private synchronized void hear(String line) {
        if (line.startsWith("at ")) {
            String[] words = line.split(" ", -1);
            reached.put(words[1], Long.valueOf(words[3]));
        } else if (line.equals("ready")) {
            ready = true;
        } else if (line.startsWith("failed ")) {
            failures.add(line);
        } else {
            String kind = line.startsWith("healed ") ? "healed" : line;
            said.merge(kind, 1L, Long::sum);
        }
        notifyAll();
    }

    private synchronized void hearError(String line) {
        if (!line.startsWith("WARNING") && !line.startsWith("SLF4J")) { // what some JDKs say of native libraries
            failures.add(line);
        }
        notifyAll();
    }

    void awaitReady() throws InterruptedException {
        await("ready", () -> ready);
    }

    /** Waits until it has said where it stands with a query, be it at the beginning. */
    void awaitCheckpoint(String queryId) throws InterruptedException {
        await("a checkpoint of " + queryId, () -> reached.containsKey(queryId));
    }

    void awaitReached(String queryId, long sequence) throws InterruptedException {
        await(queryId + " at " + sequence, () -> reached(queryId) >= sequence);
    }

    private synchronized void await(String what, BooleanSupplier wish) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(HANG_SECONDS);
        while (!wish.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (!failures.isEmpty() || left <= 0) {
                throw new AssertionError("A process did not come as far as it must. Process: " + name + ". Expected: "
                        + what + ". Reached: " + reached + ". Said: " + said + ". Failures: " + failures + ".");
            }
            wait(left);
        }
    }

    synchronized void tell(String line) throws IOException {
        Process alive = process;
        if (alive != null) {
            BufferedWriter input = alive.outputWriter(StandardCharsets.UTF_8);
            input.write(line);
            input.newLine();
            input.flush();
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        Process victim;
        synchronized (this) {
            victim = process;
            process = null;
        }
        if (victim != null) {
            victim.destroyForcibly().waitFor();
            synchronized (this) {
                kills++;
            }
        }
    }

    /** Ends the input and waits for the end of the process. */
    int end() throws InterruptedException {
        Process last;
        synchronized (this) {
            last = process;
            process = null;
        }
        if (last == null) {
            return 0;
        }
        try {
            last.outputWriter(StandardCharsets.UTF_8).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!last.waitFor(HANG_SECONDS, TimeUnit.SECONDS)) {
            last.destroyForcibly().waitFor();
            throw new AssertionError("A process does not end. Process: " + name + ".");
        }
        return last.exitValue();
    }
}
