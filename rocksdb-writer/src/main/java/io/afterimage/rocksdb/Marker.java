package io.afterimage.rocksdb;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file that says that a directory is a store, and in which format. Its first line is all that a later format has to
 * keep.
 */
final class Marker {

    /** The file's name. */
    static final String FILE = "AFTERIMAGE";

    /** The format version of this library. */
    static final long VERSION = 1;

    private static final String CONTENT = "afterimage rocksdb format " + VERSION + "\n";
    private static final Pattern FIRST_LINE = Pattern.compile("afterimage rocksdb format ([1-9][0-9]{0,17})\n");
    private static final int LONGEST_FIRST_LINE = 64;

    private Marker() {}

    /**
     * Tells whether the directory is a store that this library can open.
     *
     * @return false if there is no marker
     * @throws NewerFormatException if a later version of the library wrote it; nothing was touched
     * @throws CorruptStoreException if the marker cannot be understood
     */
    static boolean check(Path directory) throws IOException {
        String text;
        try (var in = Files.newInputStream(directory.resolve(FILE))) {
            text = new String(in.readNBytes(LONGEST_FIRST_LINE), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return false;
        }
        Matcher line = FIRST_LINE.matcher(text);
        if (line.lookingAt() && Long.parseLong(line.group(1)) > VERSION) {
            throw new NewerFormatException(directory.toString(), Long.parseLong(line.group(1)), VERSION);
        }
        if (!text.equals(CONTENT)) {
            throw CorruptStoreException.ofStore(
                    "File: " + directory.resolve(FILE) + ". Expected: \"" + CONTENT.strip() + "\". Found: \""
                            + text.strip() + "\".",
                    null);
        }
        return true;
    }

    static void write(Path directory) throws IOException {
        DurableFiles.write(directory.resolve(FILE), CONTENT.getBytes(StandardCharsets.US_ASCII));
    }
}
