package io.afterimage.cli.config;

import io.afterimage.RefusedException;
import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in a configuration something stands. Immutable.
 *
 * @param file the file's name
 * @param path the keys that lead there, with dots between them; empty at the root
 * @param environment what {@code ${NAME}} stands for
 */
record ConfigPlace(String file, String path, Map<String, String> environment) {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    ConfigPlace at(String key) {
        return new ConfigPlace(file, path.isEmpty() ? key : path + "." + key, environment);
    }

    ConfigPlace at(int index) {
        return new ConfigPlace(file, path + "[" + index + "]", environment);
    }

    /** Whether a text names an environment variable. */
    static boolean refers(String text) {
        return REFERENCE.matcher(text).find();
    }

    /** The text with the values of the environment variables that it names. */
    String resolve(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String value = environment.get(matcher.group(1));
            if (value == null) {
                throw refused("a variable that is set in the environment", "no variable " + matcher.group(1));
            }
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(resolved).toString();
    }

    /** A refusal of what stands here. */
    CommandFailure refused(String expected, String found) {
        return refused(expected, found, null);
    }

    /** A refusal by whoever was to use what stands here. */
    CommandFailure refused(String expected, RefusedException cause) {
        return refused(expected, String.valueOf(cause.getMessage()), cause);
    }

    private CommandFailure refused(String expected, String found, @Nullable Exception cause) {
        return new CommandFailure(
                ExitCode.USAGE,
                "The configuration cannot be used. File: " + file + ". Key: " + (path.isEmpty() ? "(root)" : path)
                        + ". Expected: " + expected + ". Found: " + found + ".",
                cause);
    }
}
