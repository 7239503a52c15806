package io.afterimage.tck.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a store as they lay in its directory at one moment, held in memory, so that a case costs no more than
 * writing them down again. Immutable as long as nobody changes the arrays.
 *
 * @param files the bytes of each file by its path inside the directory, in the order of the paths
 */
record StoreImage(Map<String, byte[]> files) {

    private static final int LOOKS = 200;

    /** As of now. */
    private static StoreImage of(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            Map<String, byte[]> files = new TreeMap<>();
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(path).toString(), Files.readAllBytes(path));
            }
            return new StoreImage(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the files of a store, open or closed, that nobody uses: what a kill at this moment would leave. It may still
     * be tidying up in the background, so two looks in a row that are the same make a moment.
     */
    static StoreImage atRest(Path directory) {
        StoreImage last = new StoreImage(Map.of());
        for (int look = 0; look < LOOKS; look++) {
            try {
                StoreImage now = of(directory);
                if (now.isSameAs(last)) {
                    return now;
                }
                last = now;
            } catch (UncheckedIOException e) {
                last = new StoreImage(Map.of()); // a file went away between listing and reading
            }
        }
        throw new AssertionError("The files of a store that nobody uses do not come to rest. Directory: " + directory);
    }

    private boolean isSameAs(StoreImage other) {
        return files.keySet().equals(other.files.keySet())
                && files.keySet().stream().allMatch(file -> Arrays.equals(files.get(file), other.files.get(file)));
    }

    /** The same files with another content of one. */
    StoreImage with(String file, byte[] content) {
        Map<String, byte[]> changed = new TreeMap<>(files);
        changed.put(file, content);
        return new StoreImage(changed);
    }

    /** Makes a directory hold these files and nothing else. */
    void writeTo(Path directory) {
        try {
            if (Files.exists(directory)) {
                empty(directory);
            }
            Files.createDirectories(directory);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path target = directory.resolve(file.getKey());
                Path parent = target.getParent();
                Files.createDirectories(parent == null ? directory : parent);
                Files.write(target, file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void empty(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            List<Path> childrenFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : childrenFirst) {
                Files.delete(path);
            }
        }
    }
}
