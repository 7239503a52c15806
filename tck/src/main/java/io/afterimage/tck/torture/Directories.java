package io.afterimage.tck.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Temporary directories outside any test framework's care. */
public final class Directories {

    private Directories() {}

    /**
     * Creates one where the system keeps such.
     *
     * @param name how its name begins
     * @return the directory
     */
    public static Path temporary(String name) {
        try {
            return Files.createTempDirectory(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes a directory and all that is in it.
     *
     * @param directory the directory
     */
    public static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            List<Path> childrenFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : childrenFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Copies a directory and all that is in it.
     *
     * @param directory the directory
     * @param target where to; created
     */
    public static void copy(Path directory, Path target) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.toList()) { // a directory comes before what is in it
                Files.copy(path, target.resolve(directory.relativize(path).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
