package io.afterimage.cli;

import java.util.function.BooleanSupplier;

/** Turns what a command threw into a message on standard error and an exit code. */
final class Failures {

    private final Console console;
    private final BooleanSupplier verbose;

    Failures(Console console, BooleanSupplier verbose) {
        this.console = console;
        this.verbose = verbose;
    }

    /** Reports an error and names its exit code. What the command had printed before it stays printed. */
    int report(Throwable error) {
        if (error instanceof Output.Lost lost && lost.readerHasGone()) {
            return ExitCode.DONE;
        }
        int exitCode = error instanceof CommandFailure failure ? failure.exitCode() : ExitCode.STORE_ERROR;
        int flushed = flush(exitCode);
        console.note(message(error));
        if (verbose.getAsBoolean()) {
            error.printStackTrace(console.err());
        }
        return flushed;
    }

    /** Hands the output over, so that nothing is lost in a buffer. */
    int flush(int exitCode) {
        try {
            console.out().flush();
            return exitCode;
        } catch (Output.Lost e) {
            return e.readerHasGone() ? exitCode : lost(e);
        }
    }

    private int lost(Output.Lost error) {
        console.note(message(error));
        return ExitCode.STORE_ERROR;
    }

    private static String message(Throwable error) {
        String message = error.getMessage();
        return message == null
                ? "The command failed. Found: " + error.getClass().getName() + "."
                : message;
    }
}
