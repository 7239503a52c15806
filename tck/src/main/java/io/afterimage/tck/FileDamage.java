package io.afterimage.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Copies of a closed store's files with one byte flipped. Not thread-safe; one thread at a time. */
final class FileDamage {

    private final Path original;
    private final Map<Path, byte[]> files = new TreeMap<>();

    FileDamage(Path original) throws IOException {
        this.original = original;
        try (Stream<Path> paths = Files.walk(original)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(path, Files.readAllBytes(path));
            }
        }
    }

    /** Whether there is a byte to flip. */
    boolean isPossible() {
        return files.values().stream().anyMatch(bytes -> bytes.length > 0);
    }

    /** Flips a byte inside the first stored copy of some data, or any byte where the data is not stored in the plain. */
    String flipByteOf(byte[] data, Path copy, int seed) throws IOException {
        byte[] start = java.util.Arrays.copyOf(data, 12);
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            int at = indexOf(file.getValue(), start);
            if (at >= 0) {
                return flip(file.getKey(), at + new Random(seed).nextInt(data.length), copy);
            }
        }
        return flipAnyByte(copy, seed);
    }

    /** Flips one byte, all bytes of all files being equally likely. */
    String flipAnyByte(Path copy, int seed) throws IOException {
        long total = files.values().stream().mapToLong(bytes -> bytes.length).sum();
        long at = new Random(seed).longs(1, 0, total).findFirst().orElseThrow();
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            if (at < file.getValue().length) {
                return flip(file.getKey(), (int) at, copy);
            }
            at -= file.getValue().length;
        }
        throw new AssertionError("beyond the last byte");
    }

    private String flip(Path damaged, int at, Path copy) throws IOException {
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            Path target = copy.resolve(original.relativize(file.getKey()));
            Files.createDirectories(List.of(target.getParent()).get(0));
            byte[] bytes = file.getValue().clone();
            if (file.getKey().equals(damaged)) {
                bytes[at] ^= 0x41;
            }
            Files.write(target, bytes);
        }
        return "byte " + at + " of " + original.relativize(damaged);
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (java.util.Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
