package io.afterimage.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a command reads from and writes to. Immutable; the streams are used by one thread at a time.
 *
 * @param in what standard input gives
 * @param out where results go
 * @param err where everything else goes
 * @param interactive whether a person watches {@code err}, so that progress is of use
 * @param listing whether a person watches {@code out}, so that progress would be in the way of a long result
 */
public record Console(InputStream in, Output out, PrintStream err, boolean interactive, boolean listing) {

    /**
     * The console of this process.
     *
     * @return standard input, output and error, unbuffered but for the output
     */
    @SuppressWarnings("resource") // the standard streams are never closed
    static Console ofProcess() {
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new Output(new FileOutputStream(FileDescriptor.out)),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                isTerminal(2),
                isTerminal(1));
    }

    /* Java tells of a terminal only for input and output together, so ask the kernel where the descriptor leads. */
    private static boolean isTerminal(int number) {
        try {
            String target = Path.of("/dev/fd/" + number).toRealPath().toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false; // it leads to a pipe, or the system has no such directory
        }
    }

    /**
     * This console for a command whose result is long: it shows progress only where the result goes elsewhere.
     *
     * @return a console with the same streams
     */
    Console forLongResult() {
        return new Console(in, out, err, interactive && !listing, listing);
    }

    /**
     * Tells the person something that is no result.
     *
     * @param message one sentence or more
     */
    public void note(String message) {
        err.println(message);
    }
}
