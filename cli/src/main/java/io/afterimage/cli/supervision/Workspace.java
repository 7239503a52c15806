package io.afterimage.cli.supervision;

import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a run keeps its store, and a directory beside it for what the children leave behind when they are killed: native
 * libraries that they unpacked, error output. What is temporary is deleted at the end, also when the demo is interrupted.
 */
public final class Workspace implements AutoCloseable {
    private final Path scratch;
    private final Path store;
    private final Thread cleanUp = new Thread(this::abandon, "demo-clean-up");
    private volatile boolean storeKept;
    private volatile boolean abandoned;

    private Workspace(Path scratch, Path store) {
        this.scratch = scratch;
        this.store = store;
        storeKept = !store.startsWith(scratch);
        Runtime.getRuntime().addShutdownHook(cleanUp);
    }

    /**
     * Prepares the directories.
     *
     * @param directory where the store goes and stays, which must be empty or absent; null for a temporary one
     * @return the workspace, to be closed by the caller
     */
    public static Workspace create(@Nullable Path directory) {
        try {
            if (directory != null) {
                requireEmpty(directory);
            }
            Path scratch = Files.createTempDirectory("afterimage-demo-");
            return new Workspace(scratch, directory == null ? scratch.resolve("store") : directory);
        } catch (IOException e) {
            throw new UncheckedIOException("The demo's directory cannot be prepared. Found: " + e + ".", e);
        }
    }

    private static void requireEmpty(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        boolean empty = false;
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                empty = files.findAny().isEmpty();
            }
        }
        if (!empty) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The demo starts with an empty store. Where: " + directory
                            + ". Expected: an empty directory, or none. Found: "
                            + (Files.isDirectory(directory) ? "other files in it" : "a file")
                            + ". Next: name another one with --dir.");
        }
    }

    /**
     * The directory for the store; the engine creates it or what is in it.
     *
     * @return the directory
     */
    public Path store() {
        return store;
    }

    /**
     * The directory for temporary files.
     *
     * @return the directory
     */
    public Path scratch() {
        return scratch;
    }

    /**
     * Whether the store stays at the end.
     *
     * @return true in a named directory, and once {@link #keepStore} was called
     */
    public boolean storeKept() {
        return storeKept;
    }

    /**
     * Keeps the store for whoever wants to look at it.
     *
     * @return false if it cannot be kept because the process is being ended
     */
    public boolean keepStore() {
        storeKept |= !abandoned;
        return !abandoned;
    }

    /** The process is asked to end in the middle of the run. */
    private void abandon() {
        abandoned = true;
        ProcessHandle.current().children().forEach(child -> {
            child.destroyForcibly();
            child.onExit().join();
        });
        delete(scratch);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        } catch (IllegalStateException shutdownHasBegun) {
            return; // and the hook deletes
        }
        delete(scratch);
    }

    private void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!(storeKept && (file.startsWith(store) || store.startsWith(file)))) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Temporary files cannot be deleted. Where: " + directory + ".", e);
        }
    }
}
