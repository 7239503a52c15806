package io.afterimage.rocksdb;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A second JVM with the class path of this one, for what must not happen to the JVM of the tests. */
final class ChildJvm {

    private ChildJvm() {}

    /** The command line that runs a main class. */
    static List<String> command(Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    /** Starts a child whose error output shows up in the test's. */
    static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Reads lines until one satisfies the wish, or the child ends; returns the last line read. */
    static String readUntil(BufferedReader output, java.util.function.Predicate<String> wish) throws IOException {
        String last = "";
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            last = line;
            if (wish.test(line)) {
                break;
            }
        }
        return last;
    }
}
