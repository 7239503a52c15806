package io.afterimage.rocksdb;

import io.afterimage.CorruptStoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a cleanly closed database consists of: every file that matters with its length, the small ones with a checksum.
 * RocksDB opens a database whose log or manifest was cut short as if nothing had ever been there; a seal notices. One
 * line per file, the last line is the checksum of all before it. Immutable.
 *
 * @param text the whole content of the seal
 */
record Seal(String text) {

    private static final String FIRST_LINE = "afterimage seal 1";
    private static final String NO_CHECKSUM = "-";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");

    /** Describes the files of a closed database. */
    static Seal of(Path files) throws IOException {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        for (Path file : sealedFiles(files)) {
            text.append(lineOf(file)).append('\n');
        }
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        return new Seal(
                text.append("crc32c ").append(checksum(body)).append('\n').toString());
    }

    private static List<Path> sealedFiles(Path files) throws IOException {
        try (Stream<Path> entries = Files.list(files)) {
            return entries.filter(file -> matters(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private static boolean matters(String name) {
        return hasChecksum(name) || name.endsWith(".sst") || name.endsWith(".log");
    }

    private static boolean hasChecksum(String name) {
        return name.equals("CURRENT") || name.startsWith("MANIFEST-");
    }

    private static String lineOf(Path file) throws IOException {
        String name = file.getFileName().toString();
        String checksum = hasChecksum(name) ? checksum(Files.readAllBytes(file)) : NO_CHECKSUM;
        return name + " " + Files.size(file) + " " + checksum;
    }

    private static String checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return String.format("%08x", crc.getValue());
    }

    /** Writes the seal so that it is there whole or not at all. */
    void write(Path file) throws IOException {
        DurableFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a seal; null if there is none. */
    static @Nullable Seal read(Path file) throws IOException {
        try {
            return new Seal(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Compares the files with what the seal says of them.
     *
     * @throws CorruptStoreException if the seal or a file is not what was sealed
     */
    void verify(Path files) throws IOException {
        List<String> lines = lines();
        for (String line : lines) {
            String name = line.substring(0, Math.max(0, line.indexOf(' ')));
            if (!NAME.matcher(name).matches()) {
                throw notWritten();
            }
            Path file = files.resolve(name);
            String found;
            try {
                found = lineOf(file);
            } catch (NoSuchFileException e) {
                found = "no such file";
            }
            if (!found.equals(line)) {
                throw CorruptStoreException.ofStore(
                        "A file changed after the store was closed. File: " + file + ". Expected name, length and"
                                + " CRC-32C: " + line + ". Found: " + found + ".",
                        null);
            }
        }
    }

    /** The lines about files, after the seal's own checksum has been found right. */
    private List<String> lines() {
        int end = text.lastIndexOf('\n', Math.max(0, text.length() - 2)) + 1;
        byte[] body = text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
        if (!text.startsWith(FIRST_LINE + "\n") || !text.substring(end).equals("crc32c " + checksum(body) + "\n")) {
            throw notWritten();
        }
        List<String> lines = new ArrayList<>(text.substring(0, end).lines().toList());
        return lines.subList(1, lines.size());
    }

    private static CorruptStoreException notWritten() {
        return CorruptStoreException.ofStore("File: the seal of a closed store. Found: not what was written.", null);
    }
}
