package io.afterimage.tck.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory for decoders that read files. It goes when the JVM ends. Not thread-safe; one thread at a time.
 */
public final class ScratchFiles {

    private @Nullable Path directory;

    /** No directory yet; it is made when it is needed. */
    public ScratchFiles() {}

    /**
     * Empties the directory and writes one file.
     *
     * @param name the file's name
     * @param content what it holds
     * @return the directory
     * @throws IOException if it cannot be written
     */
    public Path with(String name, byte[] content) throws IOException {
        Path emptied = empty();
        Files.write(emptied.resolve(name), content);
        return emptied;
    }

    /**
     * Empties the directory.
     *
     * @return the directory
     * @throws IOException if it cannot be emptied
     */
    public Path empty() throws IOException {
        Path there = directory;
        if (there == null) {
            there = Files.createTempDirectory("fuzz");
            Path made = there;
            directory = made;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(made)));
        }
        for (Path file : below(there)) {
            Files.delete(file);
        }
        return there;
    }

    /** The files before their directories. */
    private static List<Path> below(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            return files.filter(file -> !file.equals(top))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    private static void remove(Path top) {
        try {
            for (Path file : below(top)) {
                Files.delete(file);
            }
            Files.delete(top);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
