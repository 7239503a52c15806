package io.afterimage.cli.serve.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * Where secrets come from: the environment ({@code env:NAME}) or a file ({@code file:PATH}), which must be out of the reach
 * of other users. No message has a secret. Immutable.
 */
final class SecretSource {

    private static final int LEAST_CHARACTERS = 16;
    private static final int MOST_FILE_BYTES = 4_096;
    private static final String EXPECTED =
            LEAST_CHARACTERS + " or more printable ASCII characters without a space among them";
    private static final String REACH_EXPECTED =
            "a file out of the reach of other users, rw-r----- or less (chmod 600)";

    private static final Set<PosixFilePermission> TOO_MUCH = Set.of(
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE,
            PosixFilePermission.GROUP_WRITE);

    private final Path directory;
    private final Map<String, String> environment;

    /**
     * Reads from an environment and from files.
     *
     * @param directory where relative paths start
     * @param environment the variables
     */
    SecretSource(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /**
     * Reads a secret.
     *
     * @param reference {@code env:NAME} or {@code file:PATH}
     * @throws Refused if it leads to no secret
     */
    Secret read(String reference) {
        return Secret.of(readText(reference));
    }

    /**
     * Reads a secret that is to be told to somebody else.
     *
     * @param reference {@code env:NAME} or {@code file:PATH}
     * @throws Refused if it leads to no secret
     */
    String readText(String reference) {
        String text = text(reference);
        if (text.length() < LEAST_CHARACTERS || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new Refused(EXPECTED, "something else in " + reference);
        }
        return text;
    }

    private String text(String reference) {
        if (reference.startsWith("env:")) {
            return variable(reference.substring("env:".length()));
        }
        if (reference.startsWith("file:")) {
            return content(directory.resolve(reference.substring("file:".length())));
        }
        throw new Refused("env:NAME or file:PATH, never the secret itself", "something else");
    }

    private String variable(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new Refused("a variable that is set in the environment", "no variable " + name);
        }
        return value;
    }

    private static String content(Path file) {
        requirePrivate(file);
        try {
            if (Files.size(file) > MOST_FILE_BYTES) {
                throw new Refused("a file of up to " + MOST_FILE_BYTES + " bytes", "a longer one, " + file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Refused("a text file that can be read", e.toString());
        }
    }

    /**
     * Checks that a file is out of the reach of other users, where the system knows of that.
     *
     * @throws Refused if it is not, or cannot be looked at
     */
    static void requirePrivate(Path file) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (TOO_MUCH.stream().anyMatch(permissions::contains)) {
                throw new Refused(REACH_EXPECTED, PosixFilePermissions.toString(permissions) + " on " + file);
            }
        } catch (IOException e) {
            throw new Refused("a file that can be read", e.toString());
        }
    }

    /** Something leads to no secret. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String expected;
        private final String found;

        Refused(String expected, String found) {
            super("Expected: " + expected + ". Found: " + found + ".");
            this.expected = expected;
            this.found = found;
        }

        String expected() {
            return expected;
        }

        String found() {
            return found;
        }
    }
}
