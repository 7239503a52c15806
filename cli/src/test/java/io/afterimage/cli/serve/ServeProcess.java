package io.afterimage.cli.serve;

import io.afterimage.cli.Main;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code afterimage serve} as a child process, which can be killed. Not thread-safe; one thread at a time. */
final class ServeProcess implements AutoCloseable {

    static final int KILLED = 128 + 9;

    private static final int PATIENCE_SECONDS = 120;
    private static final Pattern READY = Pattern.compile("listening: (https?)://(\\S+)(?: grpcs?://\\S+:(\\d+))?");

    private final Process process;
    private final Path errors;
    private final URI http;
    private final int grpcPort;

    private ServeProcess(Process process, Path errors, Matcher ready) {
        this.process = process;
        this.errors = errors;
        this.http = URI.create(ready.group(1) + "://" + ready.group(2));
        this.grpcPort = ready.group(3) == null ? -1 : Integer.parseInt(ready.group(3));
    }

    /**
     * Starts a server and waits until it is ready.
     *
     * @param directory where its configuration and its log go
     * @param store the store's URL
     * @param config the configuration
     */
    static ServeProcess start(Path directory, String store, String config) throws IOException {
        Path errors = directory.resolve("serve.log");
        Process process = launch(directory, store, config, errors);
        @SuppressWarnings("resource") // ends with the process
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        Matcher ready = READY.matcher(String.valueOf(line));
        if (!ready.matches()) {
            process.destroyForcibly();
            throw new AssertionError("The server does not start. It said: " + line + ". " + Files.readString(errors));
        }
        return new ServeProcess(process, errors, ready);
    }

    /** Starts a server that need not become ready. */
    static Process launch(Path directory, String store, String config, Path errors, String... more) throws IOException {
        Path file = Files.writeString(directory.resolve("serve.yaml"), config);
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("serve", "--store", store, "--config", file.toString()));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(ServeTester.ENVIRONMENT);
        return builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
    }

    /** Where it serves HTTP. */
    URI http() {
        return http;
    }

    URI http(String path) {
        return URI.create(http + path);
    }

    int httpPort() {
        return http.getPort();
    }

    int grpcPort() {
        return grpcPort;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() {
        process.toHandle().destroyForcibly();
        int exit = awaitEnd();
        if (exit != KILLED) {
            throw new AssertionError("The server ended before it was killed. Exit code: " + exit + ". " + log());
        }
    }

    /** SIGTERM. */
    void terminate() {
        process.toHandle().destroy();
    }

    int awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("The server does not end. " + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the server.", e);
        }
    }

    String log() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
    }
}
